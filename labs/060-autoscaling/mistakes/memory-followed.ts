import { defineMistake } from '../../define.ts'
import { putPolicy } from '../put-policy-command.ts'

export default defineMistake({
  title: 'The policy follows the memory, which does not rise with the visitors',
  step: 'put-policy',
  commands: ({ out }) => [putPolicy(out, { metric: 'ECSServiceAverageMemoryUtilization' })],
  expect: { status: 'fail', reason: 'policy-metric', next: /"ALBRequestCountPerTarget"/ },
})
