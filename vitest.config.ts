import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{codegen,server,worker,store,scripts}/**/*.test.ts'],
          exclude: ['codegen/runtime/**/fixtures/**'],
          globalSetup: ['store/testing/postgres.ts'],
          maxWorkers: 2,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'line',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/support/engines.ts'],
          // The files wait more than they compute; more at once would disturb each other's timing.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
