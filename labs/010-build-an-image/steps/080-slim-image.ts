import { expectContainer } from '../../assertions/expect-container.ts'
import { expectImage } from '../../assertions/expect-image.ts'
import { expectSlimContainer } from '../../assertions/expect-slim-container.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { IMAGE, LAB, PORT, run } from '../names.ts'

const name = `${IMAGE}:4`
const build = `docker build --tag ${name} .`

export default defineStep({
  title: 'Leave out what does not belong',
  needs: ['build-image'],
  commands: () => [
    'cp better/Dockerfile.slim Dockerfile; cp better/dockerignore .dockerignore; cat Dockerfile .dockerignore',
    build,
    run('slim', '4'),
    'docker exec slim id',
    'docker exec slim ls -a /app',
    `docker image ls ${IMAGE}`,
  ],
  check: account =>
    allOf(
      () => expectImage(account, { name, lab: LAB, build }),
      () => expectContainer(account, { name: 'slim', image: name, port: PORT, says: 'Hello' }),
      () =>
        expectSlimContainer(account, {
          container: 'slim',
          image: name,
          before: `${IMAGE}:1`,
          secret: '/app/secrets.env',
          leftover: '/app/.cache/downloads',
        }),
    ),
  hints: [
    'Three things at once: a stage to install in, a user, and a list of what never goes into a build.',
    'The list must be named .dockerignore, with the full stop before it, and lie beside the Dockerfile.',
    'If the container slim is there already, it is of the image before: docker rm --force slim.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: [],
})
