import type { EngineImage } from '../engine/engine.ts'
import type { LabAccount, Verdict } from '../define.ts'
import { LAB_TAG } from '../resources/resource-kind.ts'
import { fail, pass } from './verdicts.ts'

/** An image of that name, with the lab's label. Gives `imageId` and `cpuArchitecture`, as a task definition has it. */
export async function expectImage(
  { engine }: LabAccount,
  { name, lab, build }: { name: string; lab: string; build: string },
): Promise<Verdict> {
  const expected = `an image ${name} in your Docker Engine`
  const image = await engine.image(name)
  if (!image) {
    const other = await namesake(engine, name, lab)
    return other
      ? fail('image-tag', {
          title: 'It has another tag',
          expected,
          observed: `${other}. Without a tag, Docker takes the word latest`,
          next: `Give the same image this name too: \`docker tag ${other} ${name}\``,
        })
      : fail('image-missing', {
          title: 'No such image yet',
          expected,
          observed: 'none of that name',
          next: `Run this step’s command in the lab’s folder, with the full stop at its end: it names the folder to build from. \`${build}\``,
        })
  }
  const unlabelled = labelMissing(image, { name, lab, build })
  if (unlabelled) return unlabelled
  return pass(
    `The image ${name} is ${shortId(image)}, ${megabytes(image.size)}, for ${image.architecture}.`,
    outputsOf(image),
    [{ type: 'docker:image', id: image.id }],
  )
}

/** Reset goes by the label, so what lacks it does not count as made in this lab. */
export function labelMissing(
  { labels }: Pick<EngineImage, 'labels'>,
  { name, lab, build }: { name: string; lab: string; build: string },
) {
  if (labels[LAB_TAG] === lab) return undefined
  return fail('label-missing', {
    title: 'It lacks the lab’s label',
    expected: `an image with the label ${LAB_TAG}=${lab}, by which Reset finds it`,
    observed: labels[LAB_TAG] ? `${name} is of the lab ${labels[LAB_TAG]}` : `${name} without that label`,
    next: `The Dockerfile has it in its second line, LABEL. Put it back, and build again: \`${build}\``,
  })
}

/** The first twelve digits, as `docker image ls` shows them. */
export function shortId({ id }: Pick<EngineImage, 'id'>): string {
  return id.replace(/^sha256:/, '').slice(0, 12)
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
}

function outputsOf({ id, architecture }: EngineImage): Record<string, string> {
  return { imageId: id, cpuArchitecture: architecture === 'arm64' ? 'ARM64' : 'X86_64' }
}

/** An image of the lab in the same repository, under another tag. */
async function namesake(
  engine: LabAccount['engine'],
  name: string,
  lab: string,
): Promise<string | undefined> {
  const repository = name.slice(0, name.lastIndexOf(':'))
  const images = await engine.images(`${LAB_TAG}=${lab}`)
  const tags = images.flatMap(image => image.tags)
  return tags.find(tag => tag === `${repository}:latest`)
}
