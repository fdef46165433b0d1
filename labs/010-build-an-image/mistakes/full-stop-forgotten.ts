import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The folder to build from is forgotten',
  step: 'build-image',
  commands: () => ['docker build --tag hello:1'],
  expect: {
    status: 'fail',
    reason: 'image-missing',
    next: /full stop at its end: it names the folder to build from\. `docker build --tag hello:1 \.`$/,
  },
})
