namespace Diagnostics.PROCGEN027;

public sealed class Folder
{
    public string Name { get; set; } = "";
    public Folder? Parent { get; set; }
    public List<Folder> Folders { get; } = [];
}

public static partial class Folders
{
    [RunInProcess]
    public static int Count(Folder folder) => folder.Folders.Count; // PROCGEN027 'folder' of 'Folders.Count(Folder)' crosses as a tree: Folder.Parent (PROCGEN027.cs:6) leads back to Folder, but identity is not kept, so a cycle ends in an exception and an object that is reached twice arrives as two. Declare 'Folder' [ProcessReferences].
}
