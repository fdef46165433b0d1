import { expectImage } from '../../assertions/expect-image.ts'
import { defineStep } from '../../define.ts'
import { IMAGE, LAB } from '../names.ts'

const build = `docker build --tag ${IMAGE}:1 .`

export default defineStep({
  title: 'Build the image',
  commands: () => ['cat Dockerfile', build, `docker image ls ${IMAGE}`],
  check: account => expectImage(account, { name: `${IMAGE}:1`, lab: LAB, build }),
  hints: [
    'docker build needs two things: a name for the image, and a folder to build from.',
    'The folder is this one, and this folder is written as a full stop.',
    'A name is a repository and a tag, with a colon between: hello:1.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [],
})
