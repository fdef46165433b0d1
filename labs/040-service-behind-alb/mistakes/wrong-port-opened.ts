import { defineMistake } from '../../define.ts'
import createSecurityGroups from '../steps/020-create-security-groups.ts'

export default defineMistake({
  title: 'Port 80 of the tasks is opened, while they listen on 8080',
  step: 'create-security-groups',
  commands: context =>
    createSecurityGroups.commands(context).map(command => command.replace('--port 8080', '--port 80')),
  expect: {
    status: 'fail',
    reason: 'port-shut',
    next: /aws ec2 authorize-security-group-ingress --group-id sg-\w+ --protocol tcp --port 8080 --source-group sg-\w+`$/,
  },
})
