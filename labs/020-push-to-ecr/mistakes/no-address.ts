import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The image is built, and gets no address',
  step: 'build-and-tag',
  commands: () => ['docker build --tag greeter:1 .'],
  expect: {
    status: 'fail',
    reason: 'not-tagged',
    next: /pushes to where the name says.*`docker tag greeter:1 \S+greeter:1`$/,
  },
})
