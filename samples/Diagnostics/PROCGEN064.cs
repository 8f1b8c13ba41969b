namespace Diagnostics.PROCGEN064;

public static partial class Files
{
    [RunInProcess]
    public static int CountLines(string folder)
    {
        Directory.SetCurrentDirectory(folder); // PROCGEN064 'Files.CountLines' uses 'Directory.SetCurrentDirectory': it changes the worker only, and stays so for whatever runs in it next
        return File.ReadLines("all.txt").Count();
    }
}
