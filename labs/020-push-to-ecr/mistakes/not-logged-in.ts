import { defineMistake } from '../../define.ts'
import { uri } from '../names.ts'

export default defineMistake({
  title: 'It is pushed without a login',
  step: 'push',
  commands: context => [`docker push ${uri(context)}:1`],
  expect: {
    status: 'fail',
    reason: 'not-pushed',
    next: /“no basic auth credentials”.*`aws ecr get-login-password \| docker login [^`]+`, then push: `docker push [^`]+:1`$/,
  },
})
