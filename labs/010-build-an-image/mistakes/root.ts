import { defineMistake } from '../../define.ts'
import slimImage from '../steps/080-slim-image.ts'

export default defineMistake({
  title: 'The Dockerfile of before is built, in which nobody is USER',
  step: 'slim-image',
  commands: context => slimImage.commands(context).slice(1, 3),
  expect: {
    status: 'fail',
    reason: 'runs-as-root',
    next: /cp better\/Dockerfile\.slim Dockerfile\. .*`docker rm --force slim`/,
  },
  mend: (context, named) => [...named, ...slimImage.commands(context)],
})
