import { defineMistake } from '../../define.ts'
import { createDeploymentGroup } from '../deployment-group-commands.ts'

export default defineMistake({
  title: 'The alarm rings, and the deployment group does not listen',
  step: 'create-deployment-group',
  commands: context => createDeploymentGroup(context, { alarms: [] }),
  expect: {
    status: 'fail',
    reason: 'alarm-not-watched',
    next: /aws deploy update-deployment-group .* --alarm-configuration 'enabled=true,alarms=\[\{name=cafe-errors\}\]'`$/,
  },
})
