import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The name has a capital letter, which ECR does not take',
  step: 'create-repository',
  commands: () => [
    'aws ecr create-repository --repository-name Greeter --tags Key=slipway-lab,Value=push-to-ecr',
  ],
  expect: {
    status: 'fail',
    reason: 'repository-missing',
    next: /small letters and digits.*InvalidParameterException/,
  },
})
