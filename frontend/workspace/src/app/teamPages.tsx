export const Hours = () => null;
export const People = () => null;
