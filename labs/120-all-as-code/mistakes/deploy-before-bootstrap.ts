import { defineMistake } from '../../define.ts'
import { deploy } from '../names.ts'

/** The cdk command line finds no version of the toolkit, and asks: “Has the environment been bootstrapped?” */
export default defineMistake({
  title: 'Deployed before the account was prepared',
  step: 'bootstrap',
  commands: () => [deploy('Network')],
  expect: { status: 'fail', reason: 'stack-missing', next: /Run `cdk bootstrap aws:\/\/\d{12}\/[\w-]+`/ },
})
