export const Promises = () => null;
