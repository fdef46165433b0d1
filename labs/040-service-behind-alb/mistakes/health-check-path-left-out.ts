import { defineMistake } from '../../define.ts'
import { PORT, tag } from '../names.ts'

export default defineMistake({
  title: 'The health check path is left out',
  step: 'create-target-group',
  commands: ({ out }) => [
    `aws elbv2 create-target-group --name web --protocol HTTP --port ${PORT} --target-type ip --vpc-id ${out['create-security-groups']?.vpcId} --tags ${tag}`,
  ],
  expect: {
    status: 'fail',
    reason: 'health-check-path',
    next: /aws elbv2 modify-target-group --target-group-arn arn:\S+ --health-check-path \/health`$/,
  },
})
