import { defineMistake } from '../../define.ts'
import { allowBuild } from '../names.ts'
import createRole from '../steps/030-create-role.ts'

export default defineMistake({
  title: 'The role gets no policy',
  step: 'create-role',
  commands: context => createRole.commands(context).filter(command => !command.includes('put-role-policy')),
  expect: {
    status: 'fail',
    reason: 'role-policy-missing',
    next: /aws iam put-role-policy, with --role-name parcel-build/,
  },
  mend: () => [allowBuild],
})
