import { defineMistake } from '../../define.ts'
import pushSecond from '../steps/040-push-second.ts'

export default defineMistake({
  title: 'The second version is the first once more',
  step: 'push-second',
  commands: context => pushSecond.commands(context).slice(1),
  expect: {
    status: 'fail',
    reason: 'same-digest',
    next: /Change the page: echo .* > page\.txt\..*`docker push [^`]+:2`$/,
  },
  mend: (context, named) => [...pushSecond.commands(context).slice(0, 1), ...named],
})
