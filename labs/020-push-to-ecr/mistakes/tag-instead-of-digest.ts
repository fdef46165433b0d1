import { defineMistake } from '../../define.ts'
import { uri } from '../names.ts'
import { registerTaskDefinition, runTask } from '../run-task-command.ts'
import runStep from '../steps/080-run-task.ts'

export default defineMistake({
  title: 'The task definition names a tag that was never pushed',
  step: 'run-task',
  commands: context => [registerTaskDefinition(context, `${uri(context)}:3`), runTask(context)],
  expect: { status: 'fail', reason: 'image', next: /^Correct "image"\. Then run this step’s command/ },
  mend: context => runStep.commands(context),
})
