import { defineMistake } from '../../define.ts'
import { createRole } from '../create-role.ts'

export default defineMistake({
  title: 'The role trusts the tasks, not ECS',
  step: 'create-role',
  commands: context => createRole(context, { trustFile: 'trust-policy.json' }),
  expect: {
    status: 'fail',
    reason: 'role-trust',
    next: /aws iam update-assume-role-policy .* --policy-document file:\/\/ecs-trust-policy\.json`$/,
  },
})
