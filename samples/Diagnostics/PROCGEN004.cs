namespace Diagnostics.PROCGEN004;

public partial class Report // PROCGEN004 'Report' gets no stub: 'Report' has a member named 'InProcess', the name of the generated class
{
    public bool InProcess { get; set; }

    [RunInProcess]
    public static byte[] Render(int year) => new byte[year];
}
