import { defineMistake } from '../../define.ts'
import { createDeploymentGroup } from '../deployment-group-commands.ts'

export default defineMistake({
  title: 'The test listener is left out: the first to see the new version are the visitors',
  step: 'create-deployment-group',
  commands: context => createDeploymentGroup(context, { test: false }),
  expect: {
    status: 'fail',
    reason: 'no-test-listener',
    next: /aws deploy update-deployment-group .* --load-balancer-info '\{.*"testTrafficRoute".*\}'`$/,
  },
})
