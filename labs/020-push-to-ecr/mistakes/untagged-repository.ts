import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The repository does not get the lab’s tag',
  step: 'create-repository',
  commands: () => ['aws ecr create-repository --repository-name greeter'],
  expect: {
    status: 'fail',
    reason: 'tag-missing',
    next: /`aws ecr tag-resource --resource-arn arn:aws:ecr:\S+:repository\/greeter --tags Key=slipway-lab,Value=push-to-ecr`$/,
  },
})
