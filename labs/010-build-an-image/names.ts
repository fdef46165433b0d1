/** The lab's id, as the label `slipway-lab` in its Dockerfiles has it. */
export const LAB = 'build-an-image'
export const IMAGE = 'hello'
export const PORT = '8080'

/** The command that starts a container in the background, its port published where this machine has a free one. */
export function run(container: string, tag: string, more = ''): string {
  return `docker run --detach --name ${container} --publish 127.0.0.1::${PORT}${more} ${IMAGE}:${tag}`
}
