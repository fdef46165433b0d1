import { expectImage } from '../../assertions/expect-image.ts'
import { expectOrderedLayers } from '../../assertions/expect-ordered-layers.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { IMAGE, LAB } from '../names.ts'

const first = `${IMAGE}:2`
const second = `${IMAGE}:3`
const build = (name: string) => `docker build --tag ${name} .`

export default defineStep({
  title: 'Put first what seldom changes',
  needs: ['build-image'],
  commands: () => [
    'cp better/Dockerfile.ordered Dockerfile; cat Dockerfile',
    build(first),
    `echo '// A change.' >> server.js`,
    build(second),
  ],
  check: account =>
    allOf(
      () => expectImage(account, { name: first, lab: LAB, build: build(first) }),
      () => expectImage(account, { name: second, lab: LAB, build: build(second) }),
      () => expectOrderedLayers(account, { first, second, install: 'node install.js', build: build(second) }),
    ),
  hints: [
    'From the first line whose files have changed, everything below it is done again.',
    'Which files does install.js need? Only those have to be there before it.',
    'In the second build, look for “Using cache” or “CACHED”.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [],
})
