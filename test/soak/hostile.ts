export const soakHostile = async () => [] as string[]
