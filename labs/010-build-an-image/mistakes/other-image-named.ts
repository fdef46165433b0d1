import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The base gets the name, and not the image built on it',
  step: 'read-layers',
  commands: () => ['docker tag public.ecr.aws/docker/library/node:24-bookworm-slim hello:first'],
  expect: { status: 'fail', reason: 'other-image', next: /`docker tag hello:1 hello:first`$/ },
})
