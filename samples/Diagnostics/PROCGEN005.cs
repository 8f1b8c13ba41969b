namespace Diagnostics.PROCGEN005;

public static partial class Report
{
    public static int Make(int year)
    {
        [RunInProcess] // PROCGEN005 The local function 'Render' cannot run in a worker process: what it captures lives in the frame of the method around it. Make it a method of the type, with its captures as parameters.
        int Render() => year * 12;

        return Render();
    }
}
