import { BatchGetImageCommand, DescribeImagesCommand, type ImageDetail } from '@aws-sdk/client-ecr'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { megabytes } from './expect-image.ts'
import { fail, pass } from './verdicts.ts'

export interface ExpectedPush {
  repository: string
  /** The repository's address. */
  uri: string
  tag: string
  /** The command that lets docker in. */
  login: string
}

/** An image is in the repository under that tag. Gives its `digest`. */
export async function expectPushed({ aws }: LabAccount, wanted: ExpectedPush): Promise<Verdict> {
  const { repository, uri, tag, login } = wanted
  const images = await read()
  const image = images.find(({ imageTags }) => imageTags?.includes(tag))
  if (image?.imageDigest) {
    return pass(
      `${repository}:${tag} is in the registry: ${image.imageDigest.slice(0, 19)}…, ${megabytes(image.imageSizeInBytes ?? 0)} compressed.`,
      { digest: image.imageDigest },
    )
  }
  const others = images.flatMap(({ imageTags }) => imageTags ?? [])
  const expected = `an image with the tag ${tag} in the repository ${repository}`
  if (others.length > 0) {
    return fail('other-tag', {
      title: 'Another tag was pushed',
      expected,
      observed: `the repository has ${others.join(', ')}. What is pushed without a tag gets the word latest`,
      next: `Push the one with the tag: \`docker push ${uri}:${tag}\``,
    })
  }
  return fail('not-pushed', {
    title: 'Nothing was pushed yet',
    expected,
    observed: 'the repository is empty',
    next: `“no basic auth credentials” means that docker is not logged in, or no longer; a login lasts twelve hours. Log in: \`${login}\`, then push: \`docker push ${uri}:${tag}\``,
  })

  async function read(): Promise<ImageDetail[]> {
    try {
      const answer = await aws.ecr.send(
        new DescribeImagesCommand({ repositoryName: repository, maxResults: 100 }),
      )
      return answer.imageDetails ?? []
    } catch (error) {
      if (isNotFound(error)) return []
      throw error
    }
  }
}

/** Digests of an image's layers as the registry has them, lowest first; those of its first platform when it is an index. */
export async function pushedLayers(
  { aws }: Pick<LabAccount, 'aws'>,
  repositoryName: string,
  imageDigest: string,
): Promise<string[]> {
  const { images = [] } = await aws.ecr.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest }] }),
  )
  const manifest = JSON.parse(images[0]?.imageManifest ?? '{}') as Manifest
  const child = manifest.manifests?.find(({ platform }) => platform?.os !== 'unknown')
  // The manifests of an index have layers, and no manifests of their own.
  if (child?.digest && child.digest !== imageDigest) {
    return pushedLayers({ aws }, repositoryName, child.digest)
  }
  return (manifest.layers ?? []).map(({ digest }) => digest)
}

interface Manifest {
  layers?: { digest: string }[]
  manifests?: { digest: string; platform?: { os?: string } }[]
}
