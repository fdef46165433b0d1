import { defineMistake } from '../../define.ts'
import { login, uri } from '../names.ts'

export default defineMistake({
  title: 'It is pushed without a tag, and so as latest',
  step: 'push',
  commands: context => [
    login(context),
    `docker tag greeter:1 ${uri(context)}`,
    `docker push ${uri(context)}`,
  ],
  expect: { status: 'fail', reason: 'other-tag', next: /`docker push [^`]+:1`$/ },
})
