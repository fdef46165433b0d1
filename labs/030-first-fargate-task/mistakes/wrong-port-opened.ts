import { defineMistake } from '../../define.ts'
import openDoor from '../steps/040-open-door.ts'

export default defineMistake({
  title: 'Port 80 is opened, while the web server listens on 8080',
  step: 'open-door',
  commands: context => openDoor.commands(context).map(command => command.replace('--port 8080', '--port 80')),
  expect: {
    status: 'fail',
    reason: 'port-shut',
    next: /aws ec2 authorize-security-group-ingress --group-id sg-\w+ --protocol tcp --port 8080 --cidr 0\.0\.0\.0\/0`$/,
  },
})
