import { loadEcho } from '../../generated/worker/jobs.js';

export default loadEcho(async function* ({ input, inputs, event, checkpoint }) {
  let said = checkpoint.value?.said ?? 0;
  for await (const { id, data } of inputs) {
    if (data.type === 'end') break;
    said += 1;
    for (let time = 0; time < (data.times ?? 1); time += 1)
      yield event.echo({ n: said, id, text: data.text });
    if (input.checkpoint_every !== undefined && said % input.checkpoint_every === 0)
      yield checkpoint.save({ said });
  }
  return { said };
});
