import { defineMistake } from '../../define.ts'
import prepare from '../steps/070-prepare.ts'

export default defineMistake({
  title: 'The execution role may not pull: its policy is forgotten',
  step: 'prepare',
  commands: context => prepare.commands(context).filter(command => !command.includes('attach-role-policy')),
  expect: {
    status: 'fail',
    reason: 'role-policy-missing',
    next: /`aws iam attach-role-policy --role-name greeter-execution [^`]+`$/,
  },
})
