import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { IMAGE } from '../names.ts'

const name = `${IMAGE}:first`

export default defineStep({
  title: 'Look into its layers',
  needs: ['build-image'],
  commands: () => [
    `docker history ${IMAGE}:1`,
    `docker image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' ${IMAGE}:1`,
    `docker image inspect --format '{{.Os}}/{{.Architecture}}' ${IMAGE}:1`,
    `docker tag ${IMAGE}:1 ${name}`,
    `docker image ls ${IMAGE}`,
  ],
  check: async ({ engine }) => {
    const [image, named] = [await engine.image(`${IMAGE}:1`), await engine.image(name)]
    if (image && named?.id === image.id) {
      return pass(
        `${image.layers.length} layers, for ${image.architecture}, under ${image.tags.length} names.`,
      )
    }
    return fail(named ? 'other-image' : 'name-missing', {
      title: named ? 'The name leads elsewhere' : 'No second name yet',
      expected: `${name}, a second name of ${IMAGE}:1`,
      observed: named ? `${name} is another image than ${IMAGE}:1` : `no ${name}`,
      next: `Give it that name: \`docker tag ${IMAGE}:1 ${name}\``,
    })
  },
  hints: [
    'docker history reads from the bottom: the base at the end, the last instruction at the top.',
    'docker tag takes two names: first the one there is, then the new one. Nothing is copied.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [],
})
