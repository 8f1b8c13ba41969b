namespace Diagnostics.PROCGEN066;

public static partial class Thumbnails
{
    [RunInProcess(Retries = 2)] // PROCGEN066 'Thumbnails.Make(byte[])' asks for 2 retries without being declared idempotent, so no call of it is ever run again. Declare 'Idempotent = true' if running it twice for one call does no harm, or leave 'Retries' out.
    public static byte[] Make(byte[] image) => image[..16];
}
