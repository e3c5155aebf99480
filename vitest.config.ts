import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{codegen,server,worker,store,scripts}/**/*.test.ts'],
          exclude: ['codegen/runtime/**/fixtures/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'line',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/support/engines.ts'],
          // Two cores: files side by side would only disturb each other's timing.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
