import type { LifecyclePolicyPreviewResult } from '@aws-sdk/client-ecr'
import { matches } from '../iam/policy/wildcard.ts'
import type { LifecycleRule } from './lifecycle-policy.ts'
import type { ImageDocument } from './store.ts'

const DAY = 24 * 3600 * 1000

/** An image as the rules see it. */
export type Candidate = Pick<
  ImageDocument,
  'imageDigest' | 'pushedAt' | 'pushedTime' | 'pulledTime' | 'children'
> & { tags: string[] }

/**
 * The images that expire, each with the rule that says so. As on AWS, every rule looks at all images, also at those that
 * another rule has marked; an image that a rule selects by its tags is left alone by all rules of a higher number; and an
 * image that an index lists stays as long as the index.
 */
export function expiredImages(
  rules: LifecycleRule[],
  images: Candidate[],
  now: number,
): LifecyclePolicyPreviewResult[] {
  const listed = new Set(images.flatMap(({ children }) => children))
  const claimed = new Set<string>()
  const expired: LifecyclePolicyPreviewResult[] = []
  for (const { rulePriority, selection } of rules) {
    const selected = images
      .filter(image => !listed.has(image.imageDigest) && isSelected(selection, image))
      .sort((a, b) => b.pushedTime - a.pushedTime)
    const due = selected.filter((image, index) => isDue(selection, image, index, now))
    for (const { imageDigest, tags, pushedAt } of due) {
      if (claimed.has(imageDigest)) continue
      expired.push({
        imageDigest,
        ...(tags.length > 0 && { imageTags: tags }),
        imagePushedAt: new Date(pushedAt),
        action: { type: 'EXPIRE' },
        appliedRulePriority: rulePriority,
      })
    }
    for (const { imageDigest } of selected) claimed.add(imageDigest)
  }
  return expired
}

/** With several prefixes or patterns, an image needs tags for all of them. */
function isSelected(selection: LifecycleRule['selection'], { tags }: Candidate): boolean {
  const { tagStatus, tagPrefixList = [], tagPatternList = [] } = selection
  if (tagStatus === 'any') return true
  if (tagStatus === 'untagged') return tags.length === 0
  return (
    tags.length > 0 &&
    tagPrefixList.every(prefix => tags.some(tag => tag.startsWith(prefix))) &&
    tagPatternList.every(pattern => tags.some(tag => matches(pattern, tag)))
  )
}

function isDue(
  { countType, countNumber }: LifecycleRule['selection'],
  image: Candidate,
  index: number,
  now: number,
): boolean {
  if (countType === 'imageCountMoreThan') return index >= countNumber
  const since = countType === 'sinceImagePulled' ? (image.pulledTime ?? image.pushedTime) : image.pushedTime
  return now - since > countNumber * DAY
}
