import { defineMistake } from '../../define.ts'
import { registerTarget } from '../register-target-command.ts'

export default defineMistake({
  title: 'Scaling out was suspended for a deployment, and never taken up again',
  step: 'register-target',
  commands: () => [`${registerTarget} --suspended-state DynamicScalingOutSuspended=true`],
  expect: {
    status: 'fail',
    reason: 'suspended',
    next: /--suspended-state .*DynamicScalingOutSuspended=false/,
  },
})
