import { defineMistake } from '../../define.ts'
import createSecurityGroups from '../steps/020-create-security-groups.ts'

export default defineMistake({
  title: 'The tasks are open to everyone, not to the load balancer only',
  step: 'create-security-groups',
  commands: context =>
    createSecurityGroups
      .commands(context)
      .map(command => command.replace('--source-group web-alb', '--cidr 0.0.0.0/0')),
  expect: {
    status: 'fail',
    reason: 'open-to-everyone',
    next: /aws ec2 revoke-security-group-ingress --group-id sg-\w+ --protocol tcp --port 8080 --cidr 0\.0\.0\.0\/0`, then .*authorize-security-group-ingress .* --source-group sg-\w+`$/,
  },
})
