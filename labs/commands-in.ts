/** The commands that a sentence names between backquotes. */
export function commandsIn(sentence: string): string[] {
  return [...sentence.matchAll(/`((?:aws|cdk|docker) [^`]+)`/g)].map(match => match[1] ?? '')
}
