using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Generator.Emission;

/// <summary>
/// Writes indented C# with line feeds only. A block of several lines, such as a raw string, is indented as a whole; its blank lines stay empty.
/// </summary>
internal sealed class SourceWriter
{
    private const int IndentSize = 4;

    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Writes one or more lines at the current indentation.</summary>
    public void WriteLine(string lines)
    {
        int start = 0;
        while (true)
        {
            int end = lines.IndexOf('\n', start);
            AppendLine(lines, start, end < 0 ? lines.Length : end);
            if (end < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    /// <summary>Writes an empty line.</summary>
    public void WriteLine() => _text.Append('\n');

    /// <summary>Writes an opening brace and indents what follows.</summary>
    public void OpenBlock()
    {
        WriteLine("{");
        _indentation++;
    }

    /// <summary>Writes a line and an opening brace, and indents what follows.</summary>
    public void OpenBlock(string header)
    {
        WriteLine(header);
        OpenBlock();
    }

    /// <summary>Writes a closing brace at the outer indentation, without an empty line before it.</summary>
    /// <param name="end">What follows the brace on its line.</param>
    public void CloseBlock(string end = "")
    {
        if (_text.Length > 1 && _text[_text.Length - 1] == '\n' && _text[_text.Length - 2] == '\n')
        {
            _text.Length--;
        }

        _indentation--;
        WriteLine("}" + end);
    }

    public void Indent() => _indentation++;

    public void Unindent() => _indentation--;

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);

    public override string ToString() => _text.ToString();

    private void AppendLine(string text, int start, int end)
    {
        // Raw strings carry the line ends of this source file, whatever the checkout made of them.
        if (end > start && text[end - 1] == '\r')
        {
            end--;
        }

        if (end > start)
        {
            _text.Append(' ', _indentation * IndentSize).Append(text, start, end - start);
        }

        _text.Append('\n');
    }
}
