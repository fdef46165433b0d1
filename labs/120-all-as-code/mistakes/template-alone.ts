import { defineMistake } from '../../define.ts'
import { STACKS } from '../names.ts'

/** `cdk deploy` first uploads the functions' code that a template names; CloudFormation by itself finds none, and goes back. */
export default defineMistake({
  title: 'The template was given to CloudFormation without the files that belong to it',
  step: 'deploy-network',
  commands: () => [
    'cdk synth --quiet',
    `aws cloudformation create-stack --stack-name ${STACKS.Network} --template-body file://cdk.out/Network.template.json --capabilities CAPABILITY_IAM --tags Key=slipway-lab,Value=all-as-code`,
  ],
  expect: {
    status: 'fail',
    reason: 'stack-rolled-back',
    next: /The cdk does that by itself.*run `cdk deploy Network /,
  },
})
