namespace Diagnostics.PROCGEN045;

public static class Consumer
{
    public static async Task RunAsync(JoinableProcessQueue<string> queue)
    {
        string path = await queue.TakeAsync(); // PROCGEN045 The item that 'queue.TakeAsync' takes is not marked done on a way out of 'RunAsync' (line 8). Call 'queue.MarkDone()' on that way, too.
        if (!File.Exists(path))
        {
            return;
        }

        File.Delete(path);
        queue.MarkDone();
    }
}
