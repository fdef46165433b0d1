import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The image gets no tag, and so the tag latest',
  step: 'build-image',
  commands: () => ['docker build --tag hello .'],
  expect: { status: 'fail', reason: 'image-tag', next: /`docker tag hello:latest hello:1`$/ },
})
