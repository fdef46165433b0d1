import type { LabAccount, Verdict } from '../define.ts'
import { megabytes } from './expect-image.ts'
import { fail, pass } from './verdicts.ts'

/** The container's image runs as another than root, and has neither the secret file nor what the installation left behind. */
export async function expectSlimContainer(
  { engine }: LabAccount,
  wanted: { container: string; image: string; before: string; secret: string; leftover: string },
): Promise<Verdict> {
  const { container, image, before, secret, leftover } = wanted
  const again = `\`docker rm --force ${container}\`, then run this step’s commands.`
  const built = await engine.image(image)
  const old = await engine.image(before)
  if (!built?.user || /^(0|root)(:|$)/.test(built.user)) {
    return fail('runs-as-root', {
      title: 'It runs as root',
      expected: `a USER in the Dockerfile of ${image} who is not root`,
      observed: built?.user
        ? `USER ${built.user}`
        : 'no USER, so its process is root, in the container and for the kernel',
      next: `Take the other Dockerfile: cp better/Dockerfile.slim Dockerfile. Remove the container: ${again}`,
    })
  }
  if (await engine.has(container, secret)) {
    return fail('secret-in-image', {
      title: 'Your secret is in the image',
      expected: `an image without ${secret}`,
      observed: `${secret} is in ${image}, for everybody who pulls it. A RUN rm in a later line would only hide it`,
      next: `Keep it out of every build: cp better/dockerignore .dockerignore. Remove the container: ${again}`,
    })
  }
  if (await engine.has(container, leftover)) {
    return fail('leftovers-in-image', {
      title: 'The installation left something behind',
      expected: `an image without ${leftover}`,
      observed: `${image} has ${leftover}, ${megabytes(built.size)} in all`,
      next: `Install in a stage of its own, and copy the result only: cp better/Dockerfile.slim Dockerfile. Remove the container: ${again}`,
    })
  }
  const saved =
    old && old.size > built.size ? `, ${megabytes(old.size - built.size)} less than ${before}` : ''
  return pass(
    `${image} runs as user ${built.user}, keeps no secret, and is ${megabytes(built.size)}${saved}.`,
  )
}
