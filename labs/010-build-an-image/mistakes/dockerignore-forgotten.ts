import { defineMistake } from '../../define.ts'
import slimImage from '../steps/080-slim-image.ts'

export default defineMistake({
  title: 'Nothing is kept out of the build',
  step: 'slim-image',
  commands: context => ['cp better/Dockerfile.slim Dockerfile', ...slimImage.commands(context).slice(1, 3)],
  expect: {
    status: 'fail',
    reason: 'secret-in-image',
    next: /cp better\/dockerignore \.dockerignore\. .*`docker rm --force slim`/,
  },
  mend: (context, named) => [...named, ...slimImage.commands(context)],
})
