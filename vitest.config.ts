import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { SHORT_RUN_FLAGS } from './codegen/v8-flags.js';

/** Files that wait long: they begin first, so that nobody waits for them alone at the end. */
const LONG = [
  ...[
    'soak',
    'package.test',
    'start.test',
    'campaign',
    'socket/session',
    'faults/temporal',
    'webhooks/faults',
    'new-job-type',
  ],
  ...['faults/processes', 'event-source', 'faults/postgres', 'webhooks/outcomes'],
];

/** Engines that are stopped, lose their data or fill up, and the soak: in `npm run test:full`. The short campaign is in both. */
const FAULT_RUNS = [
  'tests/soak.test.ts',
  'tests/faults/temporal.test.ts',
  'tests/faults/postgres.test.ts',
  'tests/webhooks/faults.test.ts',
];

/** Most code of a test runs a few times. */
const EXEC_ARGV = [...SHORT_RUN_FLAGS];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONG.findIndex((name) => moduleId.includes(`/tests/${name}`));
      return index < 0 ? LONG.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          execArgv: EXEC_ARGV,
          include: ['{codegen,server,worker,store,webhooks,scripts}/**/*.test.ts'],
          exclude: ['codegen/runtime/**/fixtures/**', 'codegen/templates/**'],
          globalSetup: ['store/testing/postgres.ts'],
          // Some of them wait.
          maxWorkers: 3,
          // Loading the same modules for each file anew took a quarter of their time. A test that changes a global puts it back.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'corpus',
          execArgv: EXEC_ARGV,
          include: ['tests/corpus/**/*.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'line',
          execArgv: EXEC_ARGV,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/corpus/**', ...(process.env.SPECWIRE_TEST_FULL === undefined ? FAULT_RUNS : [])],
          globalSetup: ['tests/support/engines.ts'],
          // The files wait more than they compute; still more at once would disturb each other's timing.
          maxWorkers: 3,
          // After the unit tests, where both are asked for.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
