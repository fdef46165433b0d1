import { expectImage } from '../../assertions/expect-image.ts'
import { allOf, fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LAB, REPOSITORY, uri } from '../names.ts'

const local = `${REPOSITORY}:1`
const build = `docker build --tag ${local} .`

export default defineStep({
  title: 'Build, and give it its address',
  needs: ['create-repository'],
  commands: context => [
    'cat Dockerfile',
    build,
    `docker tag ${local} ${uri(context)}:1`,
    'docker image ls --filter label=slipway-lab',
  ],
  check: account =>
    allOf(
      () => expectImage(account, { name: local, lab: LAB, build }),
      async ({ imageId }) => {
        const address = `${uri(account)}:1`
        const named = await account.engine.image(address)
        if (named?.id === imageId) return pass(`It has the address ${address} too.`)
        return fail(named ? 'other-image' : 'not-tagged', {
          title: named ? 'The address leads to another image' : 'It has no address yet',
          expected: `${local} under the name ${address} too`,
          observed: named
            ? `${address} is another image, perhaps of an earlier build`
            : `no image of the name ${address}`,
          next: `Docker pushes to where the name says. Give it that name: \`docker tag ${local} ${address}\``,
        })
      },
    ),
  hints: [
    'The name of an image is its address: the registry stands before the first slash.',
    'docker tag takes two names, first the one there is. Nothing is copied.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [],
})
