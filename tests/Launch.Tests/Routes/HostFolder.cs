using System.Globalization;

namespace ProcGen.Tests.Routes;

/// <summary>A temporary folder that every user may write to: where a host runs and reports, and where its files are copied to, in case its user cannot reach the repository.</summary>
internal sealed class HostFolder : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("procgen-host-").FullName;
    private int _copies;

    public HostFolder()
    {
        Permit(_root, Everybody);
        WorkingFolder = CreateFolder("run");
        ReportFolder = CreateFolder("report");
    }

    public string WorkingFolder { get; }

    public string ReportFolder { get; }

    /// <summary>Copies the files of a folder here, readable by everybody.</summary>
    /// <returns>The copy.</returns>
    public string Copy(string folder)
    {
        string target = CreateFolder($"files{(++_copies).ToString(CultureInfo.InvariantCulture)}");
        foreach (string subfolder in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            CreateFolder(Path.Combine(target, Path.GetRelativePath(folder, subfolder)));
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(folder, file));
            File.Copy(file, copy);
            Permit(copy, Read);
        }

        return target;
    }

    /// <summary>The lines that the host reported so far.</summary>
    public string[] ReadReport() => Path.Combine(ReportFolder, "lines") is var file && File.Exists(file) ? File.ReadAllLines(file) : [];

    /// <summary>How many processes came to the host's own entry point.</summary>
    public int CountEntryPoints() => Directory.GetFiles(ReportFolder, "start-*").Length;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string CreateFolder(string name)
    {
        string folder = Path.Combine(_root, name);
        Directory.CreateDirectory(folder);
        Permit(folder, Everybody);
        return folder;
    }

    /// <summary>Adds rights, and lets everybody execute what its owner may.</summary>
    private static void Permit(string path, UnixFileMode rights)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixFileMode mode = File.GetUnixFileMode(path) | rights;
            File.SetUnixFileMode(path, mode.HasFlag(UnixFileMode.UserExecute) ? mode | Execute : mode);
        }
    }
}
