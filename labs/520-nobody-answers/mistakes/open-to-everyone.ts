import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The door is opened to the whole world',
  step: 'repair',
  commands: ({ out }) => [
    `aws ec2 authorize-security-group-ingress --group-id ${out['open-case']?.['tasksGroupId']} --protocol tcp --port 8080 --cidr 0.0.0.0/0`,
  ],
  expect: {
    status: 'fail',
    reason: 'open-to-everyone',
    next: /Close it: `aws ec2 revoke-security-group-ingress .*, then open it to the load balancer alone: `aws ec2 authorize/,
  },
})
