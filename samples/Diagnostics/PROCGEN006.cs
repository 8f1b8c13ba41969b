namespace Diagnostics.PROCGEN006;

public partial class Jobs
{
    private sealed record Job(int Id);

    [RunInProcess]
    public static int Count(int from, int to) => to - from;

    [RunInProcess]
    private static int Run(Job job) => job.Id; // PROCGEN006 'Jobs.Run(Jobs.Job)' gets no stub: the type 'Job' is less accessible than the stub
}
