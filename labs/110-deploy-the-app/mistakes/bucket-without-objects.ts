import { defineMistake } from '../../define.ts'
import createTaskRole from '../steps/050-create-task-role.ts'

export default defineMistake({
  title: 'The policy names the bucket, and not what is in it',
  step: 'create-task-role',
  commands: context => createTaskRole.commands(context).map(command => command.replace('/uploads/*', '')),
  expect: { status: 'fail', reason: 'role-policy-lacks', next: /aws iam put-role-policy as it stands/ },
  mend: context => createTaskRole.commands(context).slice(1),
})
