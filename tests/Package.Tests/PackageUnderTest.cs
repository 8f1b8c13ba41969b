using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace ProcGen.Package.Tests;

/// <summary>The package that the build of this project packed from the same build of the sources.</summary>
public sealed class PackageUnderTest : IDisposable
{
    private readonly ZipArchive _package;
    private readonly ZipArchive _symbols;

    public PackageUnderTest()
    {
        string folder = typeof(PackageUnderTest).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PackageUnderTestFolder").Value!;
        FileNames = [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        _package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder, "*.nupkg")));
        _symbols = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder, "*.snupkg")));
        Nuspec = ReadXml("ProcGen.nuspec");
    }

    /// <summary>What packing left in its output folder.</summary>
    public IReadOnlyList<string> FileNames { get; }

    public XDocument Nuspec { get; }

    public IReadOnlyList<string> Entries => ContentOf(_package);

    public IReadOnlyList<string> SymbolEntries => ContentOf(_symbols);

    public byte[] Read(string entry) => Read(_package, entry);

    public byte[] ReadSymbols(string entry) => Read(_symbols, entry);

    public XDocument ReadXml(string entry)
    {
        using var stream = new MemoryStream(Read(entry));
        return XDocument.Load(stream);
    }

    /// <summary>A value of the nuspec's metadata, or null.</summary>
    public string? Metadata(string name) => MetadataElement(name)?.Value;

    public XElement? MetadataElement(string name) => Nuspec.Root!.Elements().Single().Elements().SingleOrDefault(e => e.Name.LocalName == name);

    public void Dispose()
    {
        _package.Dispose();
        _symbols.Dispose();
    }

    // The parts of the packaging format itself have names that change with every run.
    private static IReadOnlyList<string> ContentOf(ZipArchive archive) =>
    [
        .. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name is not "[Content_Types].xml" and not "_rels/.rels" && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static byte[] Read(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new InvalidOperationException($"The package has no '{name}'.");
        using Stream stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
