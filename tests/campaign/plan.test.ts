import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CampaignPlan, type CampaignSize, planCampaign, SERVERS, WORKERS } from './plan.js';

const SIZE: CampaignSize = {
  jobs: 40,
  chats: 4,
  milliseconds: 25_000,
  faults: { worker: 3, server: 2, temporal: 1, postgres: 1 },
};

const seed = fc.integer();

test('the same seed gives the same plan, and another one another', () => {
  fc.assert(
    fc.property(seed, (one) => {
      expect(planCampaign(one, SIZE)).toEqual(planCampaign(one, SIZE));
      expect(planCampaign(one, SIZE).jobs).not.toEqual(planCampaign(one ^ 1, SIZE).jobs);
    }),
    { numRuns: 20 },
  );
});

test('a plan has what its size says, in its time', () => {
  fc.assert(
    fc.property(seed, (one) => {
      const plan = planCampaign(one, SIZE);
      expect(plan.jobs).toHaveLength(SIZE.jobs + SIZE.chats);
      expect(plan.faults.map(({ at }) => at)).toEqual(plan.faults.map(({ at }) => at).sort((a, b) => a - b));
      for (const [target, count] of Object.entries(SIZE.faults))
        expect(plan.faults.filter((fault) => fault.target === target)).toHaveLength(count);
      for (const { at } of [...plan.jobs, ...plan.faults]) expect(at).toBeLessThanOrEqual(SIZE.milliseconds);
      for (const { target, index } of plan.faults)
        expect(index).toBeLessThan(target === 'worker' ? WORKERS : SERVERS);
    }),
    { numRuns: 20 },
  );
});

test('who speaks ends what he began, and has a key to find it', () => {
  fc.assert(
    fc.property(seed, (one) => {
      const chats = planCampaign(one, SIZE).jobs.filter(({ sessions }) => sessions.length > 0);
      expect(chats).toHaveLength(SIZE.chats);
      for (const { key, sessions } of chats) {
        expect(key).toBeDefined();
        expect(sessions[0]?.lines.at(-1)?.data.type).toBe('end');
      }
    }),
    { numRuns: 20 },
  );
});

test('over a few seeds everything occurs that a plan may hold', () => {
  const plans: readonly CampaignPlan[] = fc
    .sample(seed, { numRuns: 20, seed: 1 })
    .map((one) => planCampaign(one, SIZE));
  const jobs = plans.flatMap((plan) => plan.jobs);
  const faults = plans.flatMap((plan) => plan.faults);
  expect(new Set(jobs.map(({ body }) => body.type)).size).toBe(4);
  expect(jobs.some(({ key }) => key === undefined)).toBe(true);
  expect(jobs.some(({ repeats }) => repeats.length > 1)).toBe(true);
  expect(jobs.some(({ cancel }) => cancel !== undefined)).toBe(true);
  expect(jobs.some(({ waitSeconds }) => waitSeconds !== undefined)).toBe(true);
  expect(jobs.some(({ readers }) => readers.some(({ cuts }) => cuts.length > 2))).toBe(true);
  expect(new Set(jobs.map(({ webhook }) => webhook)).size).toBe(3);
  expect(new Set(jobs.flatMap(({ receptions }) => receptions)).size).toBe(5);
  const sessions = jobs.flatMap((job) => job.sessions);
  expect(sessions.some(({ lastEventId }) => lastEventId === '1')).toBe(true);
  expect(sessions.some(({ cuts }) => cuts.length > 2)).toBe(true);
  expect(new Set(sessions.flatMap(({ lines }) => lines.map(({ data }) => data.type))).size).toBe(3);
  expect(new Set(faults.map(({ target, kind }) => `${kind} ${target}`)).size).toBe(8);
});
