import { defineMistake } from '../../define.ts'
import { deploy } from '../names.ts'

/** The program itself refuses it, before anything is asked of AWS: “zones: got "5", expected a whole number from 2 to 3.” */
export default defineMistake({
  title: 'A choice that the program does not have',
  step: 'deploy-network',
  commands: () => [deploy('Network', '-c zones=5')],
  expect: {
    status: 'fail',
    reason: 'stack-missing',
    next: /Run `cdk deploy Network .*The context does not fit/,
  },
})
