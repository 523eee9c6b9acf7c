<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Base map…</source>
        <translation>底图…</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警情</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>席位</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Next alarm</source>
        <translation>下一警情</translation>
    </message>
    <message>
        <source>Next step of the case</source>
        <translation>当前警情下一步</translation>
    </message>
    <message>
        <source>Send those who are ticked</source>
        <translation>派出已勾选人员</translation>
    </message>
    <message>
        <source>Take back what has not left</source>
        <translation>撤回未发出的派警</translation>
    </message>
    <message>
        <source>Contacts of the case</source>
        <translation>当前警情联系人</translation>
    </message>
    <message>
        <source>Report an incident by telephone</source>
        <translation>电话报警登记</translation>
    </message>
    <message>
        <source>Back to calm</source>
        <translation>返回全局</translation>
    </message>
    <message>
        <source>Find or do anything</source>
        <translation>查找或执行</translation>
    </message>
    <message>
        <source>Flat map or 2.5D</source>
        <translation>平面 / 2.5D 切换</translation>
    </message>
    <message>
        <source>The whole estate in sight</source>
        <translation>查看全部小区</translation>
    </message>
    <message>
        <source>Overview of the whole map</source>
        <translation>鹰眼图</translation>
    </message>
    <message>
        <source>Wall on the other screen</source>
        <translation>大屏（另一显示器）</translation>
    </message>
    <message>
        <source>Size of the wall…</source>
        <translation>大屏尺寸…</translation>
    </message>
    <message>
        <source>Let the map follow new alarms</source>
        <translation>地图自动跟随新警情</translation>
    </message>
    <message>
        <source>Order and opacity of the layers…</source>
        <translation>图层顺序与不透明度…</translation>
    </message>
    <message>
        <source>Timeline of the last hour</source>
        <translation>最近一小时时间轴</translation>
    </message>
    <message>
        <source>Move panels</source>
        <translation>移动面板</translation>
    </message>
    <message>
        <source>Panels back to their usual place and size</source>
        <translation>面板恢复默认位置和大小</translation>
    </message>
    <message>
        <source>Light paper or dark night</source>
        <translation>浅色 / 深色主题</translation>
    </message>
    <message>
        <source>Colours for eyes that confuse red and green</source>
        <translation>红绿色弱配色</translation>
    </message>
    <message>
        <source>Sound for levels 1 and 2</source>
        <translation>一、二级警情声音</translation>
    </message>
    <message>
        <source>Try the sound</source>
        <translation>试听警报声</translation>
    </message>
    <message>
        <source>Sign in as someone else</source>
        <translation>切换用户</translation>
    </message>
    <message>
        <source>Who did what (auditor)</source>
        <translation>操作审计（审计员）</translation>
    </message>
    <message>
        <source>Refused messages (administrator)</source>
        <translation>被拒消息（管理员）</translation>
    </message>
    <message>
        <source>Operator&apos;s manual</source>
        <translation>操作手册</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Check this station…</source>
        <translation>检查本站点…</translation>
    </message>
    <message>
        <source>Open the logs folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>About, licences</source>
        <translation>关于与许可</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Tick or untick a responder</source>
        <translation>勾选或取消力量</translation>
    </message>
    <message>
        <source>Move the map (after a click on it)</source>
        <translation>平移地图（先点一下地图）</translation>
    </message>
    <message>
        <source>Closer, farther (after a click on the map)</source>
        <translation>放大、缩小（先点一下地图）</translation>
    </message>
    <message>
        <source>Turn the map (after a click on it)</source>
        <translation>旋转地图（先点一下地图）</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Measure a distance</source>
        <translation>量距离</translation>
    </message>
    <message>
        <source>Measure an area</source>
        <translation>量面积</translation>
    </message>
    <message>
        <source>Kept views…</source>
        <translation>已存视图…</translation>
    </message>
    <message>
        <source>Copy picture of the map</source>
        <translation>复制地图图片</translation>
    </message>
    <message>
        <source>Save picture of the map…</source>
        <translation>保存地图图片…</translation>
    </message>
    <message>
        <source>Copy the point under the pointer</source>
        <translation>复制指针处坐标</translation>
    </message>
    <message>
        <source>Datum of the coordinates</source>
        <translation>坐标基准</translation>
    </message>
    <message>
        <source>While measuring: end, take a point back, give up</source>
        <translation>测量中：结束、撤回一点、放弃</translation>
    </message>
    <message>
        <source>Keep this view</source>
        <translation>存下当前视图</translation>
    </message>
    <message>
        <source>Fly to a kept view</source>
        <translation>飞到已存视图</translation>
    </message>
    <message>
        <source>Held while dragging: choose what lies inside; with Alt a lasso</source>
        <translation>按住拖动：框选，加 Alt 为套索</translation>
    </message>
    <message>
        <source>Draw on the map…</source>
        <translation>在图上绘制…</translation>
    </message>
    <message>
        <source>Filters of the layers…</source>
        <translation>图层筛选…</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>恢复全部显示</translation>
    </message>
    <message>
        <source>While drawing: undo, redo</source>
        <translation>绘制时：撤销、重做</translation>
    </message>
    <message>
        <source>Estate…</source>
        <translation>切换小区…</translation>
    </message>
    <message>
        <source>Only this estate in marks and counts</source>
        <translation>标记与计数只看本小区</translation>
    </message>
    <message>
        <source>Another estate beside this one</source>
        <translation>并排显示另一小区</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>Accepts</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Declines</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>已出警</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>已到场</translation>
    </message>
    <message>
        <source>Feeds back</source>
        <translation>反馈结果</translation>
    </message>
</context>
<context>
    <name>Autopilot</name>
    <message>
        <source>closed by the autopilot of the demo</source>
        <translation>演示自动值守结警</translation>
    </message>
</context>
<context>
    <name>BaseMaps</name>
    <message>
        <source>Base map</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Base map: {name}</source>
        <translation>底图：{name}</translation>
    </message>
    <message>
        <source>Base maps (*.mbtiles *.pmtiles *.tif *.tiff);;All files (*)</source>
        <translation>底图文件 (*.mbtiles *.pmtiles *.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder of tiles…</source>
        <translation>选择瓦片文件夹…</translation>
    </message>
    <message>
        <source>No base map</source>
        <translation>不显示底图</translation>
    </message>
    <message>
        <source>Opacity {percent} %</source>
        <translation>不透明度 {percent} %</translation>
    </message>
    <message>
        <source>The map is not here yet. Nothing was changed: try again in a moment.</source>
        <translation>地图尚未就绪。未做任何更改，请稍后再试。</translation>
    </message>
    <message>
        <source>{name} does not say where on the ground it lies. Nothing was changed: ask for a GeoTIFF that does.</source>
        <translation>{name} 没有地理坐标。未做任何更改，请索取带坐标的 GeoTIFF。</translation>
    </message>
    <message>
        <source>{name} holds no map tiles. Nothing was changed: ask for a file with pictures of this area.</source>
        <translation>{name} 中没有地图瓦片。未做任何更改，请索取含本区域影像的文件。</translation>
    </message>
    <message>
        <source>{name} holds vector tiles, not pictures. Nothing was changed: ask for raster tiles (PNG or JPEG).</source>
        <translation>{name} 是矢量瓦片，不是影像。未做任何更改，请索取栅格瓦片（PNG 或 JPEG）。</translation>
    </message>
    <message>
        <source>{name} is damaged or not complete. Nothing was changed: copy it here once more.</source>
        <translation>{name} 已损坏或不完整。未做任何更改，请重新复制一次。</translation>
    </message>
    <message>
        <source>{name} is no base map. Nothing was changed: use MBTiles, PMTiles, GeoTIFF or a folder of tiles (z/x/y).</source>
        <translation>{name} 不是底图。未做任何更改，请使用 MBTiles、PMTiles、GeoTIFF 或瓦片文件夹（z/x/y）。</translation>
    </message>
    <message>
        <source>{name} is not there or may not be read. Nothing was changed: put it back or choose another.</source>
        <translation>{name} 不存在或无权读取。未做任何更改，请放回原处或另选一个。</translation>
    </message>
    <message>
        <source>{name} lies in a projection of its own. Nothing was changed: ask for it in CGCS2000 or WGS 84.</source>
        <translation>{name} 使用自定投影。未做任何更改，请索取 CGCS2000 或 WGS 84 坐标的文件。</translation>
    </message>
    <message>
        <source>{name} lies {km} km away from this station. Nothing was changed: choose one of this area.</source>
        <translation>{name} 距本站 {km} 公里。未做任何更改，请选择本区域的底图。</translation>
    </message>
</context>
<context>
    <name>BesidePane</name>
    <message>
        <source>All estates</source>
        <translation>全部小区</translation>
    </message>
    <message>
        <source>Estate in the second pane</source>
        <translation>第二窗格的小区</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>The same scale, turn and tilt in both panes; each looks where it looks</source>
        <translation>两个窗格的比例、方向和倾角保持一致，各看各的位置</translation>
    </message>
    <message>
        <source>Close the second pane (Shift+B, or Esc in it)</source>
        <translation>关闭第二窗格（Shift+B，或在其中按 Esc）</translation>
    </message>
</context>
<context>
    <name>Bookmarks</name>
    <message>
        <source>“{name}” is kept: Alt+{n} comes back here</source>
        <translation>已存“{name}”：按 Alt+{n} 回到这里</translation>
    </message>
    <message>
        <source>Nothing is kept under {n} yet: Ctrl+{n} keeps this view</source>
        <translation>{n} 号还没有视图：按 Ctrl+{n} 存下当前视图</translation>
    </message>
    <message>
        <source>“{name}” lies off this map; Ctrl+{n} keeps another view under its number</source>
        <translation>“{name}”不在本站地图范围内；按 Ctrl+{n} 可改存当前视图</translation>
    </message>
    <message>
        <source>Go to view: {name}</source>
        <translation>转到视图：{name}</translation>
    </message>
    <message>
        <source>View {n}</source>
        <translation>视图 {n}</translation>
    </message>
</context>
<context>
    <name>BookmarksPage</name>
    <message>
        <source>Kept views</source>
        <translation>已存视图</translation>
    </message>
    <message>
        <source>Ctrl+1 … Ctrl+9 keeps the view you see, Alt+1 … Alt+9 flies there.</source>
        <translation>Ctrl+1 … Ctrl+9 存下当前视图，Alt+1 … Alt+9 飞到该视图。</translation>
    </message>
    <message>
        <source>No view is kept yet. Move the map, then press Ctrl+1 … Ctrl+9 to keep what you see.</source>
        <translation>还没有已存视图。移动地图后按 Ctrl+1 … Ctrl+9 存下当前视图。</translation>
    </message>
    <message>
        <source>Name of view {n}</source>
        <translation>视图 {n} 的名称</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>CameraCard</name>
    <message>
        <source>Draw the zone anew</source>
        <translation>重新绘制警戒区域</translation>
    </message>
    <message>
        <source>Draw a zone</source>
        <translation>绘制警戒区域</translation>
    </message>
    <message>
        <source>Remove the zone</source>
        <translation>删除警戒区域</translation>
    </message>
    <message>
        <source>Click the corners; a double click ends, Backspace takes one back, Esc gives up</source>
        <translation>逐点单击画出区域；双击完成，退格撤销一点，Esc 放弃</translation>
    </message>
    <message>
        <source>Somebody who stands in the zone raises an alarm. People are coarsened.</source>
        <translation>有人进入警戒区域即报警。画面中人物已做模糊处理。</translation>
    </message>
    <message>
        <source>No zone: nobody raises an alarm here. People are coarsened.</source>
        <translation>未设警戒区域，此相机不报警。画面中人物已做模糊处理。</translation>
    </message>
</context>
<context>
    <name>CameraTile</name>
    <message>
        <source>Waiting for the picture…</source>
        <translation>等待画面…</translation>
    </message>
    <message>
        <source>Picture frozen</source>
        <translation>画面冻结</translation>
    </message>
    <message>
        <source>Picture lost</source>
        <translation>画面丢失</translation>
    </message>
</context>
<context>
    <name>Cameras</name>
    <message>
        <source>the name {there} is not known here; is it spelt right?</source>
        <translation>找不到主机 {there}，请检查名称</translation>
    </message>
    <message>
        <source>nobody answers at {there}; is the camera on, and the port right?</source>
        <translation>{there} 无应答，请检查相机是否开机、端口是否正确</translation>
    </message>
    <message>
        <source>{there} does not answer as a camera does (or not at all); check address and network</source>
        <translation>{there} 未像相机那样应答（或无响应），请检查地址和网络</translation>
    </message>
    <message>
        <source>{there} refuses this user or password; correct the address</source>
        <translation>{there} 拒绝此用户名或密码，请更正地址</translation>
    </message>
    <message>
        <source>{there} wants a user and a password; correct the address</source>
        <translation>{there} 需要用户名和密码，请补全地址</translation>
    </message>
    <message>
        <source>{there} wants a login that is not known here; set the camera to digest (MD5) or basic</source>
        <translation>{there} 要求的登录方式不受支持，请在相机上改用摘要（MD5）或基本认证</translation>
    </message>
    <message>
        <source>{there} knows no stream of this name; correct the path</source>
        <translation>{there} 没有这一路视频，请更正路径</translation>
    </message>
    <message>
        <source>{there} answers, but no picture comes from it</source>
        <translation>{there} 有应答，但没有画面</translation>
    </message>
    <message>
        <source>{there} is no clear address; write @ in the path as %40, / and ? in the password as %2F and %3F</source>
        <translation>{there} 不是明确的视频流地址；路径中的 @ 写作 %40，密码中的 / 和 ? 写作 %2F 和 %3F</translation>
    </message>
    <message>
        <source>{there} is no webcam; say webcam:0 for the first</source>
        <translation>{there} 不是摄像头；第一个摄像头写作 webcam:0</translation>
    </message>
    <message>
        <source>{there} is neither a film, a stream&apos;s address, nor a webcam</source>
        <translation>{there} 不是影片、视频流地址或摄像头</translation>
    </message>
    <message>
        <source>{there} cannot be opened as a film or stream</source>
        <translation>{there} 无法作为影片或视频流打开</translation>
    </message>
    <message>
        <source>the detector cannot be loaded: pictures are shown, nobody is found</source>
        <translation>检测模型未能加载：画面照常显示，但不识别人员</translation>
    </message>
    <message>
        <source>camera events lost because the broker could not take them: {there}</source>
        <translation>未能送达消息服务器而丢失的相机事件：{there} 条</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>mine</source>
        <translation>我</translation>
    </message>
    <message>
        <source>the desk</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>caller</source>
        <translation>报警人</translation>
    </message>
</context>
<context>
    <name>Case</name>
    <message>
        <source>{what} · {where}</source>
        <translation>{what} {where}</translation>
    </message>
    <message>
        <source>nobody&apos;s yet</source>
        <translation>无人接警</translation>
    </message>
    <message>
        <source>level {n}</source>
        <translation>级别 {n}</translation>
    </message>
</context>
<context>
    <name>CaseActions</name>
    <message>
        <source>Contacts</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Show the contacts for 30 seconds; this is logged</source>
        <translation>显示联系人 30 秒；查看会被记录</translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Shelve</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Duplicate of</source>
        <translation>重复警情</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
</context>
<context>
    <name>CaseColumn</name>
    <message>
        <source>Not known: {what}</source>
        <translation>不知道：{what}</translation>
    </message>
    <message>
        <source>Next: acknowledge</source>
        <translation>下一步：接警</translation>
    </message>
    <message>
        <source>Enter – this alarm becomes yours</source>
        <translation>Enter 接警，由我处置</translation>
    </message>
    <message>
        <source>Next: send {n}</source>
        <translation>下一步：派 {n} 人</translation>
    </message>
    <message>
        <source>Next: choose who goes</source>
        <translation>下一步：选择派谁</translation>
    </message>
    <message>
        <source>Next: close</source>
        <translation>下一步：结警</translation>
    </message>
    <message>
        <source>Feedback is in; add a note if there is more to say</source>
        <translation>已收到反馈；如有补充请填备注</translation>
    </message>
    <message>
        <source>Next: take it up again</source>
        <translation>下一步：恢复处置</translation>
    </message>
    <message>
        <source>It comes back by itself when its time is over</source>
        <translation>到时会自动恢复</translation>
    </message>
    <message>
        <source>Nobody is under way</source>
        <translation>无人在途</translation>
    </message>
    <message>
        <source>Send someone below</source>
        <translation>请在下方派人</translation>
    </message>
    <message>
        <source>{who}: {stage}</source>
        <translation>{who}:{stage}</translation>
    </message>
    <message>
        <source>T takes it back before it leaves</source>
        <translation>发出前按 T 撤回</translation>
    </message>
    <message>
        <source>Enter – put in the answer given by radio</source>
        <translation>Enter 录入电台回复</translation>
    </message>
    <message>
        <source>Check list</source>
        <translation>处置流程</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处置记录</translation>
    </message>
    <message>
        <source>Note for closing (optional, sealed)</source>
        <translation>结案备注（选填，加密保存）</translation>
    </message>
</context>
<context>
    <name>Classes</name>
    <message>
        <source>officer</source>
        <translation>民警</translation>
    </message>
    <message>
        <source>auxiliary</source>
        <translation>辅警</translation>
    </message>
    <message>
        <source>grid worker</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>volunteer</source>
        <translation>志愿者</translation>
    </message>
    <message>
        <source>property staff</source>
        <translation>物业</translation>
    </message>
    <message>
        <source>estate fire post</source>
        <translation>微型消防站</translation>
    </message>
    <message>
        <source>external service</source>
        <translation>外部力量</translation>
    </message>
</context>
<context>
    <name>CommandBar</name>
    <message>
        <source>Address and kind, e.g. 3-2-502 fire</source>
        <translation>地址和类别，例如 3-2-502 火警</translation>
    </message>
    <message>
        <source>No resident found within your reach</source>
        <translation>权限范围内未找到住户</translation>
    </message>
    <message>
        <source>Search residents for “{text}”</source>
        <translation>查找住户“{text}”</translation>
    </message>
    <message>
        <source>masked; the search is logged</source>
        <translation>结果脱敏；查询会被记录</translation>
    </message>
    <message>
        <source>Report: {kind}</source>
        <translation>登记警情：{kind}</translation>
    </message>
</context>
<context>
    <name>Coordinates</name>
    <message>
        <source>No point yet: move the pointer over the map first</source>
        <translation>还没有坐标：先把指针移到地图上</translation>
    </message>
    <message>
        <source>Copied: {point} ({datum})</source>
        <translation>已复制：{point}({datum})</translation>
    </message>
    <message>
        <source>Datum of the coordinates; click to change. A right click on the map copies the point</source>
        <translation>坐标基准，点击更换。在地图上点右键复制该点坐标</translation>
    </message>
</context>
<context>
    <name>Credentials</name>
    <message>
        <source>face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>card</source>
        <translation>门卡</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>二维码</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>mechanical key</source>
        <translation>机械钥匙</translation>
    </message>
    <message>
        <source>one-time code</source>
        <translation>一次性密码</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>See also</source>
        <translation>相关</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show on map</source>
        <translation>在图上看</translation>
    </message>
    <message>
        <source>Report incident</source>
        <translation>登记警情</translation>
    </message>
    <message>
        <source>with lift</source>
        <translation>有电梯</translation>
    </message>
    <message>
        <source>no lift</source>
        <translation>无电梯</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Homes</source>
        <translation>户数</translation>
    </message>
    <message>
        <source>Residents</source>
        <translation>居住人口</translation>
    </message>
    <message>
        <source>Elders living alone</source>
        <translation>独居老人</translation>
    </message>
    <message>
        <source>Need help on the stairs</source>
        <translation>疏散需协助</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>楼层</translation>
    </message>
    <message>
        <source>Tenure</source>
        <translation>房屋性质</translation>
    </message>
    <message>
        <source>Last sign of life</source>
        <translation>末次动静</translation>
    </message>
    <message>
        <source>over by {time}</source>
        <translation>已超 {time}</translation>
    </message>
    <message>
        <source>Left until someone looks</source>
        <translation>距上门查看还剩</translation>
    </message>
    <message>
        <source>elder living alone</source>
        <translation>独居老人</translation>
    </message>
    <message>
        <source>tenant</source>
        <translation>租户</translation>
    </message>
    <message>
        <source>needs help on the stairs</source>
        <translation>疏散需协助</translation>
    </message>
    <message>
        <source>minor</source>
        <translation>未成年人</translation>
    </message>
    <message>
        <source>holds a key</source>
        <translation>钥匙保管人</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>最近消息</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>{age} ago</source>
        <translation>{age}前</translation>
    </message>
    <message>
        <source>on duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>off duty</source>
        <translation>不在岗</translation>
    </message>
    <message>
        <source>Duty</source>
        <translation>值勤</translation>
    </message>
    <message>
        <source>Last fix</source>
        <translation>最近定位</translation>
    </message>
    <message>
        <source>none: taken to stand at the post</source>
        <translation>无定位：按驻点计</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>派警</translation>
    </message>
    <message>
        <source>Looks towards</source>
        <translation>朝向</translation>
    </message>
    <message>
        <source>Field of view</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>可视距离</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>安装高度</translation>
    </message>
    <message>
        <source>Camera · watches a zone</source>
        <translation>摄像机 · 警戒区域值守</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Keeper</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>walled estate</source>
        <translation>封闭小区</translation>
    </message>
    <message>
        <source>open estate</source>
        <translation>开放小区</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>door magnet</source>
        <translation>门磁</translation>
    </message>
    <message>
        <source>smart lock</source>
        <translation>智能门锁</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>门禁</translation>
    </message>
    <message>
        <source>barrier</source>
        <translation>道闸</translation>
    </message>
    <message>
        <source>smoke detector</source>
        <translation>烟感</translation>
    </message>
    <message>
        <source>tracker</source>
        <translation>定位终端</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>door panel</source>
        <translation>门口机</translation>
    </message>
    <message>
        <source>SOS button</source>
        <translation>求助按钮</translation>
    </message>
    <message>
        <source>meter</source>
        <translation>水电表</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
</context>
<context>
    <name>DispatchPanel</name>
    <message>
        <source>Take back   {left}   T</source>
        <translation>撤回   {left}   T</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Answer by radio or telephone</source>
        <translation>录入电台或电话回复</translation>
    </message>
    <message>
        <source>Send {n}</source>
        <translation>派 {n} 人</translation>
    </message>
    <message>
        <source>Nobody to send</source>
        <translation>无人可派</translation>
    </message>
    <message>
        <source>Nobody else on duty may be sent to this kind of alarm; why stands in the rows above</source>
        <translation>当值人员中没有其他人可派往此类警情；原因见上方各行</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>已派力量</translation>
    </message>
    <message>
        <source>Nearest responders</source>
        <translation>就近力量</translation>
    </message>
    <message>
        <source>Reinforce</source>
        <translation>增援</translation>
    </message>
    <message>
        <source>foot / floor {n}</source>
        <translation>楼下 / {n} 层</translation>
    </message>
    <message>
        <source>on foot</source>
        <translation>步行</translation>
    </message>
    <message>
        <source>Ranking…</source>
        <translation>正在排序…</translation>
    </message>
    <message>
        <source>Nobody on duty can be sent</source>
        <translation>当前无可派力量</translation>
    </message>
    <message>
        <source>Choose with 1–5</source>
        <translation>按 1–5 选择</translation>
    </message>
    <message>
        <source>Send those who are ticked (S)</source>
        <translation>派出已勾选人员（S）</translation>
    </message>
    <message>
        <source>Why against the matrix? (logged)</source>
        <translation>越权派出事由（会被记录）</translation>
    </message>
    <message>
        <source>Nothing has left yet (T)</source>
        <translation>尚未发出，可撤回（T）</translation>
    </message>
    <message>
        <source>Enter that you have called this service; answers are entered by hand</source>
        <translation>登记已拨打该电话；后续情况手工录入</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Alarms and silence clock</source>
        <translation>警情与静默倒计时</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Timeline of the last hour</source>
        <translation>最近一小时时间轴</translation>
    </message>
    <message>
        <source>Drag this panel to another side</source>
        <translation>拖动面板到另一侧</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Check this station</source>
        <translation>检查本站点</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>Looking at this machine; nothing is changed…</source>
        <translation>正在检查本机，不作任何更改…</translation>
    </message>
    <message>
        <source>The check could not be started; the logs say why. The station runs on.</source>
        <translation>检查未能启动，原因见日志；站点照常运行。</translation>
    </message>
</context>
<context>
    <name>DrawingPanel</name>
    <message>
        <source>Its name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Take it up again</source>
        <translation>继续绘制</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>Drawings</name>
    <message>
        <source>drawn by {user}</source>
        <translation>由 {user} 绘制</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>No-go area</source>
        <translation>禁行区</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>道闸</translation>
    </message>
    <message>
        <source>Patrol route</source>
        <translation>巡逻路线</translation>
    </message>
    <message>
        <source>locked by hand</source>
        <translation>人工置为锁闭</translation>
    </message>
    <message>
        <source>open by hand</source>
        <translation>人工置为开放</translation>
    </message>
    <message>
        <source>Camera view</source>
        <translation>摄像机视野</translation>
    </message>
</context>
<context>
    <name>DrawingsPage</name>
    <message>
        <source>Your role sees what is drawn and does not draw: operators, grid workers, supervisors and administrators do.</source>
        <translation>您的角色可以查看绘制内容，但不能绘制：值班员、网格员、所领导和管理员可以。</translation>
    </message>
    <message>
        <source>New: {kind}</source>
        <translation>新建：{kind}</translation>
    </message>
    <message>
        <source>Change: {kind}</source>
        <translation>修改：{kind}</translation>
    </message>
    <message>
        <source>Click points on the map; Enter or a double click ends. Then drag points, the middle of an edge, or all of it. Ctrl+Z and Ctrl+Shift+Z undo and redo, Backspace takes a point out, Esc puts it down.</source>
        <translation>在图上逐点单击；按回车或双击结束。之后可拖动各点、边的中点或整个图形。Ctrl+Z 撤销、Ctrl+Shift+Z 重做，退格键删去一点，Esc 放下。</translation>
    </message>
    <message>
        <source>What is drawn is seen by every seat within whose reach it lies; each change is in the books.</source>
        <translation>绘制内容对范围内的所有席位可见；每次更改都记入审计。</translation>
    </message>
    <message>
        <source>Nothing is drawn yet. Choose what to draw, then click its points on the map.</source>
        <translation>尚未绘制任何内容。请先选择要画的类型，再在图上逐点单击。</translation>
    </message>
    <message>
        <source>{gate}: set open</source>
        <translation>{gate}：置为开放</translation>
    </message>
    <message>
        <source>{gate}: set locked</source>
        <translation>{gate}：置为锁闭</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>删去</translation>
    </message>
    <message>
        <source>Drawn on the map</source>
        <translation>图上绘制</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>No-go area</source>
        <translation>禁行区</translation>
    </message>
    <message>
        <source>Patrol route</source>
        <translation>巡逻路线</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>道闸</translation>
    </message>
    <message>
        <source>Undo the last save</source>
        <translation>撤销上次保存</translation>
    </message>
    <message>
        <source>Camera view</source>
        <translation>摄像机视野</translation>
    </message>
</context>
<context>
    <name>Estates</name>
    <message>
        <source>&amp;0 All estates</source>
        <translation>&amp;0 全部小区</translation>
    </message>
    <message>
        <source>&amp;Only this estate in marks and counts</source>
        <translation>标记与计数只看本小区(&amp;O)</translation>
    </message>
    <message>
        <source>Estate: {name}</source>
        <translation>小区：{name}</translation>
    </message>
    <message>
        <source>1 open alarm</source>
        <translation>1 起未结警情</translation>
    </message>
    <message>
        <source>{0} open alarms</source>
        <translation>{0} 起未结警情</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Registration was synced {hours} h ago</source>
        <translation>登记数据 {hours} 小时前同步</translation>
    </message>
    <message>
        <source>{device}: smoke</source>
        <translation>{device} 报警</translation>
    </message>
    <message>
        <source>density {density}</source>
        <translation>浓度 {density}</translation>
    </message>
    <message>
        <source>{count} need help: {persons}</source>
        <translation>{count} 人需帮助：{persons}</translation>
    </message>
    <message>
        <source>{count} needs help: {persons}</source>
        <translation>{count} 人需帮助：{persons}</translation>
    </message>
    <message>
        <source>{device} was pressed</source>
        <translation>{device} 被按下</translation>
    </message>
    <message>
        <source>Pressed again</source>
        <translation>再次按下</translation>
    </message>
    <message>
        <source>why help was called</source>
        <translation>求助原因</translation>
    </message>
    <message>
        <source>{device} never heard since {installed}</source>
        <translation>{device} {installed} 安装后从未上线</translation>
    </message>
    <message>
        <source>Called in: {incident}</source>
        <translation>电话报警：{incident}</translation>
    </message>
    <message>
        <source>{responder} declined</source>
        <translation>{responder} 退单</translation>
    </message>
    <message>
        <source>The same as: {alarm}</source>
        <translation>同一警情：{alarm}</translation>
    </message>
    <message>
        <source>False alarm: {reason}</source>
        <translation>误报：{reason}</translation>
    </message>
    <message>
        <source>{device} reported at {heard}: the stillness is real</source>
        <translation>{device} {heard} 仍在线，静默属实</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>{gate} locked: +{metres}</source>
        <translation>{gate}锁闭：+{metres}</translation>
    </message>
    <message>
        <source>no fix: taken from the post</source>
        <translation>无定位：按驻点计</translation>
    </message>
    <message>
        <source>position not known</source>
        <translation>位置未知</translation>
    </message>
    <message>
        <source>busy with {alarm}</source>
        <translation>正在处置：{alarm}</translation>
    </message>
    <message>
        <source>No sign of life since {since} · {hours} h</source>
        <translation>{since} 起无动静 · {hours} 小时</translation>
    </message>
    <message>
        <source>A sign of life came again: {device}</source>
        <translation>重新有动静：{device}</translation>
    </message>
    <message>
        <source>asleep, away, or in need</source>
        <translation>在睡、外出还是需要帮助</translation>
    </message>
    <message>
        <source>{device} was silent itself since {since}</source>
        <translation>{device} 自 {since} 曾离线</translation>
    </message>
    <message>
        <source>the desk was down from {since} to {until}</source>
        <translation>值班台 {since} 至 {until} 停机</translation>
    </message>
    <message>
        <source>{person} is not watched since {since}</source>
        <translation>{person} 自 {since} 无法判断</translation>
    </message>
    <message>
        <source>{count} elders are not watched: {persons}</source>
        <translation>{count} 位老人无法判断：{persons}</translation>
    </message>
    <message>
        <source>{count} elder is not watched: {persons}</source>
        <translation>{count} 位老人无法判断：{persons}</translation>
    </message>
    <message>
        <source>{device} opened by {credential} that is not enrolled for {home}</source>
        <translation>{device} 以{credential}开启，该凭证未在 {home} 登记</translation>
    </message>
    <message>
        <source>Opened again by {credential}</source>
        <translation>再次以{credential}开启</translation>
    </message>
    <message>
        <source>who it was: to be checked</source>
        <translation>开锁人身份，待核对</translation>
    </message>
    <message>
        <source>openers are not judged: the register is {hours} h old</source>
        <translation>登记数据已 {hours} 小时未更新，不判断开锁人</translation>
    </message>
    <message>
        <source>{device} is clear again</source>
        <translation>{device} 恢复正常</translation>
    </message>
    <message>
        <source>{device}: smoke again</source>
        <translation>{device} 再次报警</translation>
    </message>
    <message>
        <source>{device} is in alarm too</source>
        <translation>{device} 也在报警</translation>
    </message>
    <message>
        <source>{count} detectors around are normal</source>
        <translation>周边 {count} 个烟感正常</translation>
    </message>
    <message>
        <source>{count} detector around is normal</source>
        <translation>周边 {count} 个烟感正常</translation>
    </message>
    <message>
        <source>{count} detectors around do not report: {devices}</source>
        <translation>周边 {count} 个烟感无上报：{devices}</translation>
    </message>
    <message>
        <source>{count} detector around does not report: {devices}</source>
        <translation>周边 {count} 个烟感无上报：{devices}</translation>
    </message>
    <message>
        <source>no other detector in this building</source>
        <translation>本楼无其他烟感</translation>
    </message>
    <message>
        <source>{count} residents on the floor and above</source>
        <translation>本层及以上住 {count} 人</translation>
    </message>
    <message>
        <source>{count} resident on the floor and above</source>
        <translation>本层及以上住 {count} 人</translation>
    </message>
    <message>
        <source>{seconds} farther</source>
        <translation>远 {seconds}</translation>
    </message>
    <message>
        <source>{gate} has to be opened</source>
        <translation>需打开{gate}</translation>
    </message>
    <message>
        <source>stairs, {storeys} storeys</source>
        <translation>走楼梯 {storeys} 层</translation>
    </message>
    <message>
        <source>stairs, {storeys} storey</source>
        <translation>走楼梯 {storeys} 层</translation>
    </message>
    <message>
        <source>lift, {storeys} storeys</source>
        <translation>乘电梯 {storeys} 层</translation>
    </message>
    <message>
        <source>lift, {storeys} storey</source>
        <translation>乘电梯 {storeys} 层</translation>
    </message>
    <message>
        <source>door and cordon only</source>
        <translation>仅守楼口、警戒</translation>
    </message>
    <message>
        <source>fix {age_s} old</source>
        <translation>定位 {age_s}前</translation>
    </message>
    <message>
        <source>two officers are needed</source>
        <translation>需两名民警</translation>
    </message>
    <message>
        <source>own grid</source>
        <translation>本网格</translation>
    </message>
    <message>
        <source>from {community}</source>
        <translation>来自{community}</translation>
    </message>
    <message>
        <source>fire, or steam and cooking</source>
        <translation>真实火情还是油烟蒸汽</translation>
    </message>
    <message>
        <source>{device}: somebody stands in the drawn zone</source>
        <translation>{device}：警戒区域内有人</translation>
    </message>
    <message>
        <source>Seen in the zone again</source>
        <translation>区域内再次发现有人</translation>
    </message>
    <message>
        <source>who it is and why: to be checked</source>
        <translation>何人何故：待核对</translation>
    </message>
    <message>
        <source>place: sent by the device</source>
        <translation>位置：设备上报</translation>
    </message>
    <message>
        <source>place: fix {age_s} old, ±{accuracy_m}</source>
        <translation>位置：{age_s}前定位 ±{accuracy_m}</translation>
    </message>
    <message>
        <source>place: the home, {home}</source>
        <translation>位置：住处 {home}</translation>
    </message>
    <message>
        <source>place: where {device} is installed</source>
        <translation>位置：{device} 安装处</translation>
    </message>
    <message>
        <source>where the caller is</source>
        <translation>求助人位置</translation>
    </message>
    <message>
        <source>{device} not heard for {minutes}, expected every {period_s}</source>
        <translation>{device} 已 {minutes}未上报，应每 {period_s}一次</translation>
    </message>
    <message>
        <source>{device} off line since {since}</source>
        <translation>{device} 自 {since} 离线</translation>
    </message>
    <message>
        <source>off line</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>{device}: battery {battery} %</source>
        <translation>{device} 电量 {battery} %</translation>
    </message>
    <message>
        <source>{device} is heard again</source>
        <translation>{device} 恢复上报</translation>
    </message>
    <message>
        <source>{device} is silent again</source>
        <translation>{device} 再次静默</translation>
    </message>
    <message>
        <source>battery, power or radio</source>
        <translation>电池、供电还是信号故障</translation>
    </message>
    <message>
        <source>{count} of {of} devices behind {gateway} fell silent: {devices}</source>
        <translation>网关 {gateway} 下 {of} 台设备 {count} 台静默：{devices}</translation>
    </message>
    <message>
        <source>{count} devices were never heard: {devices}</source>
        <translation>{count} 台设备从未上线：{devices}</translation>
    </message>
    <message>
        <source>{count} device was never heard: {devices}</source>
        <translation>{count} 台设备从未上线：{devices}</translation>
    </message>
    <message>
        <source>{count} of {of} devices behind {gateway} are heard again</source>
        <translation>网关 {gateway} 下 {of} 台设备 {count} 台恢复</translation>
    </message>
    <message>
        <source>The device link is down since {since}</source>
        <translation>设备链路自 {since} 中断</translation>
    </message>
    <message>
        <source>The device link is up again</source>
        <translation>设备链路已恢复</translation>
    </message>
    <message>
        <source>the message came {late_s} late</source>
        <translation>消息迟到 {late_s}</translation>
    </message>
    <message>
        <source>the clock of {device} is doubtful</source>
        <translation>{device} 时钟不可信</translation>
    </message>
    <message>
        <source>Not taken within {limit_s}</source>
        <translation>{limit_s}内无人接警</translation>
    </message>
    <message>
        <source>{responder} did not answer within {limit_s}</source>
        <translation>{responder} {limit_s}内未签收</translation>
    </message>
    <message>
        <source>{responder} has not arrived within {limit_s}</source>
        <translation>{responder} {limit_s}内未到场</translation>
    </message>
    <message>
        <source>{responder} has not fed back within {limit_s}</source>
        <translation>{responder} {limit_s}内未反馈</translation>
    </message>
    <message>
        <source>All {count} who were sent declined</source>
        <translation>所派 {count} 人均退单</translation>
    </message>
    <message>
        <source>The only one who was sent declined</source>
        <translation>所派 1 人已退单</translation>
    </message>
    <message>
        <source>{user} let {responders} be sent against the matrix</source>
        <translation>{user} 批准越权派出 {responders}</translation>
    </message>
    <message>
        <source>Reported again: {alarm}</source>
        <translation>再次报警：{alarm}</translation>
    </message>
    <message>
        <source>{class} not for this</source>
        <translation>{class}不适合此类</translation>
    </message>
    <message>
        <source>leaves {grid} empty</source>
        <translation>{grid}将无人</translation>
    </message>
    <message>
        <source>no way on foot known</source>
        <translation>无可达步行路线</translation>
    </message>
    <message>
        <source>by telephone</source>
        <translation>电话通知</translation>
    </message>
    <message>
        <source>leads through a no-go area</source>
        <translation>须穿过禁行区</translation>
    </message>
    <message>
        <source>round a no-go area: +{metres}</source>
        <translation>绕开禁行区：+{metres}</translation>
    </message>
</context>
<context>
    <name>FalseReasons</name>
    <message>
        <source>Cooking</source>
        <translation>烹饪油烟</translation>
    </message>
    <message>
        <source>Steam or dust</source>
        <translation>蒸汽或灰尘</translation>
    </message>
    <message>
        <source>Pressed by mistake</source>
        <translation>误按</translation>
    </message>
    <message>
        <source>Person is well</source>
        <translation>人员平安</translation>
    </message>
    <message>
        <source>Works or staff, announced</source>
        <translation>已报备的施工或物业人员</translation>
    </message>
    <message>
        <source>Animal, shadow or light</source>
        <translation>动物、阴影或光线</translation>
    </message>
    <message>
        <source>Visitor or tenant is known</source>
        <translation>访客或租户已知</translation>
    </message>
    <message>
        <source>Device fault</source>
        <translation>设备故障</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Other reason</source>
        <translation>其他原因</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>another program holds the database</source>
        <translation>数据库被其他程序占用</translation>
    </message>
    <message>
        <source>the database is damaged</source>
        <translation>数据库已损坏</translation>
    </message>
    <message>
        <source>the file is not a database</source>
        <translation>该文件不是数据库</translation>
    </message>
    <message>
        <source>the database may only be read</source>
        <translation>数据库为只读</translation>
    </message>
    <message>
        <source>the cause is in the desk&apos;s log</source>
        <translation>原因见值班台日志</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>身份证号</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>出生</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>holds a key</source>
        <translation>有钥匙</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Filters of the layers (Shift+F)</source>
        <translation>图层筛选（Shift+F）</translation>
    </message>
    <message>
        <source>Show everything again (X)</source>
        <translation>恢复全部显示（X）</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Homes</source>
        <translation>房屋</translation>
    </message>
    <message>
        <source>Guards on duty</source>
        <translation>在岗力量</translation>
    </message>
    <message>
        <source>Guards · fix</source>
        <translation>力量·定位</translation>
    </message>
    <message>
        <source>Guards and trails · seen</source>
        <translation>力量与轨迹·时段</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Devices · health</source>
        <translation>设备·状态</translation>
    </message>
    <message>
        <source>Devices · ring</source>
        <translation>设备·防护圈</translation>
    </message>
    <message>
        <source>Devices · heard</source>
        <translation>设备·最近上报</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Safety objects</source>
        <translation>消防安全设施</translation>
    </message>
    <message>
        <source>Ended alarms</source>
        <translation>已结束警情</translation>
    </message>
    <message>
        <source>Ended alarms · kind</source>
        <translation>已结束警情·类别</translation>
    </message>
    <message>
        <source>Ended alarms · ended</source>
        <translation>已结束警情·时段</translation>
    </message>
    <message>
        <source>elder living alone</source>
        <translation>独居老人</translation>
    </message>
    <message>
        <source>well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>battery low</source>
        <translation>电量低</translation>
    </message>
    <message>
        <source>silent or offline</source>
        <translation>静默或离线</translation>
    </message>
    <message>
        <source>in alarm (always shown)</source>
        <translation>告警中（始终显示）</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>older than 30 s</source>
        <translation>超过 30 秒</translation>
    </message>
    <message>
        <source>no fix</source>
        <translation>无定位</translation>
    </message>
    <message>
        <source>working</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>picture frozen</source>
        <translation>画面冻结</translation>
    </message>
    <message>
        <source>out</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>{0} of {1} marks of homes</source>
        <translation>房屋标记 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} of {1} devices</source>
        <translation>设备 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} of {1} guards</source>
        <translation>力量 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} of {1} cameras</source>
        <translation>摄像机 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} of {1} safety objects</source>
        <translation>设施 {0}/{1}</translation>
    </message>
    <message>
        <source>{0} of {1} ended alarms</source>
        <translation>已结束警情 {0}/{1}</translation>
    </message>
    <message>
        <source>at any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>within the last 5 minutes</source>
        <translation>最近 5 分钟</translation>
    </message>
    <message>
        <source>within the last hour</source>
        <translation>最近 1 小时</translation>
    </message>
    <message>
        <source>within the last 12 hours</source>
        <translation>最近 12 小时</translation>
    </message>
    <message>
        <source>from … to …</source>
        <translation>时间段…</translation>
    </message>
    <message>
        <source>Filtered: nothing of this kind is here</source>
        <translation>已筛选：此处没有该类对象</translation>
    </message>
    <message>
        <source>Filtered: {0} shown</source>
        <translation>已筛选，显示：{0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>within the last {0} min</source>
        <translation>最近 {0} 分钟</translation>
    </message>
    <message>
        <source>Nothing is filtered: everything is shown</source>
        <translation>没有筛选：已全部显示</translation>
    </message>
</context>
<context>
    <name>FiltersPage</name>
    <message>
        <source>Filters of the layers</source>
        <translation>图层筛选</translation>
    </message>
    <message>
        <source>Everything is shown.</source>
        <translation>已全部显示。</translation>
    </message>
    <message>
        <source>Show everything again (X)</source>
        <translation>恢复全部显示（X）</translation>
    </message>
    <message>
        <source>What is ticked is shown. Open alarms, what they are about and who is sent to them are always shown, whatever is filtered. Guards off duty are nowhere on the map. It is kept for this seat.</source>
        <translation>勾选的才显示。未结束的警情、其涉及的设备和已派出的力量始终显示，不受筛选影响。下班的力量不在地图上。设置按席位保存。</translation>
    </message>
</context>
<context>
    <name>FollowStar</name>
    <message>
        <source>The map goes to new alarms by itself</source>
        <translation>地图自动跟随新警情</translation>
    </message>
    <message>
        <source>You moved the map: it stays where it is. Press to let it follow again (A)</source>
        <translation>已手动移动地图，不再自动跟随；点此恢复（A）</translation>
    </message>
</context>
<context>
    <name>Hands</name>
    <message>
        <source>It has left: taking it back tells the responder – click the order under way, Take back</source>
        <translation>指令已发出：撤回会通知处警人员——请点击在途指令，选“撤回”</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>An alarm, start to end: Enter takes it, 1–5 choose who goes, Enter sends, T takes back within five seconds, answers come by themselves or by radio, Enter closes after feedback.</source>
        <translation>一起警情：Enter 接警，1–5 选人，Enter 派警，五秒内 T 撤回，回复自动到达或按电台录入，反馈后 Enter 结警。</translation>
    </message>
    <message>
        <source>A call: Ctrl+K, address and kind (3-2-502 fire), Enter, Enter.</source>
        <translation>电话报警：Ctrl+K，输入地址和类别（3d2dy502 火情）,Enter,Enter。</translation>
    </message>
    <message>
        <source>Sandtable: a live picture of an estate for the people on duty. Apache-2.0.</source>
        <translation>数字沙盘：值勤人员眼中的小区实况。Apache-2.0 许可。</translation>
    </message>
    <message>
        <source>Map data of imports: © OpenStreetMap contributors, ODbL.</source>
        <translation>导入的地图数据：© OpenStreetMap 贡献者，ODbL。</translation>
    </message>
    <message>
        <source>About, licences</source>
        <translation>关于与许可</translation>
    </message>
</context>
<context>
    <name>IncidentForm</name>
    <message>
        <source>Caller&apos;s number (optional, sealed)</source>
        <translation>报警人电话（可选，加密保存）</translation>
    </message>
    <message>
        <source>What the caller says (optional, sealed)</source>
        <translation>报警内容（可选，加密保存）</translation>
    </message>
    <message>
        <source>Report   Enter</source>
        <translation>登记   Enter</translation>
    </message>
</context>
<context>
    <name>Incidents</name>
    <message>
        <source>Fire</source>
        <translation>火情</translation>
    </message>
    <message>
        <source>Medical emergency</source>
        <translation>急病救助</translation>
    </message>
    <message>
        <source>Violence</source>
        <translation>打架斗殴</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>纠纷</translation>
    </message>
    <message>
        <source>Theft</source>
        <translation>盗窃</translation>
    </message>
    <message>
        <source>Lost person or thing</source>
        <translation>走失或遗失</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Elder alone, long still</source>
        <translation>独居老人 长时未动</translation>
    </message>
    <message>
        <source>Opener to be checked</source>
        <translation>开锁人 待核对</translation>
    </message>
    <message>
        <source>Smoke alarm</source>
        <translation>烟感报警</translation>
    </message>
    <message>
        <source>Call for help</source>
        <translation>一键求助</translation>
    </message>
    <message>
        <source>Device silent</source>
        <translation>设备离线</translation>
    </message>
    <message>
        <source>Somebody in the zone</source>
        <translation>警戒区域有人</translation>
    </message>
    <message>
        <source>Registration out of date</source>
        <translation>登记数据过期</translation>
    </message>
    <message>
        <source>Device link down</source>
        <translation>设备链路中断</translation>
    </message>
    <message>
        <source>Incident by telephone</source>
        <translation>电话报警</translation>
    </message>
</context>
<context>
    <name>LayerRow</name>
    <message>
        <source>{layer} · off</source>
        <translation>{layer} · 已关</translation>
    </message>
    <message>
        <source>Opacity: {layer}</source>
        <translation>不透明度：{layer}</translation>
    </message>
    <message>
        <source>Higher: {layer}</source>
        <translation>上移：{layer}</translation>
    </message>
    <message>
        <source>Lower: {layer}</source>
        <translation>下移：{layer}</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>Signing in…</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>At least {n} characters</source>
        <translation>至少 {n} 个字符</translation>
    </message>
    <message>
        <source>The station does not answer yet. It is tried again and again, and what you typed is not lost: wait a moment, or check the network and the station&apos;s address.</source>
        <translation>警务站暂无应答。系统会不断重试，已输入的内容不会丢失：请稍候，或检查网络和警务站地址。</translation>
    </message>
    <message>
        <source>The two passwords differ</source>
        <translation>两次密码不一致</translation>
    </message>
    <message>
        <source>Sandtable</source>
        <translation>数字沙盘</translation>
    </message>
    <message>
        <source>First administrator</source>
        <translation>首位管理员</translation>
    </message>
    <message>
        <source>This station has no users yet. Make the administrator now; nobody else can get in before that, and there is no way back to a forgotten password.</source>
        <translation>本站尚无用户。请先建立管理员；此前他人无法进入，密码遗忘后无法找回。</translation>
    </message>
    <message>
        <source>Make the administrator and sign in</source>
        <translation>建立管理员并登录</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>What you do here is logged under your name.</source>
        <translation>您的操作将以本人名义记录。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password once more</source>
        <translation>再次输入密码</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>The manual’s pages were not found in this installation; nothing else is affected. All keys stand here; the pages come with the program when it is installed anew.</source>
        <translation>本次安装中未找到手册页面；其他功能不受影响。全部按键仍列于此；重新安装程序即可补齐页面。</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>“{words}” stands on no page</source>
        <translation>没有页面含“{words}”</translation>
    </message>
    <message>
        <source>The manual opens nothing outside itself. Open this address on another machine: {address}</source>
        <translation>手册不打开外部网址。请在其他机器上打开：{address}</translation>
    </message>
    <message>
        <source>Operator&apos;s manual</source>
        <translation>操作手册</translation>
    </message>
    <message>
        <source>Search the manual (Ctrl+F)</source>
        <translation>查找手册（Ctrl+F）</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>Alarms</source>
        <translation>警情</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>battery {0} %</source>
        <translation>电量 {0} %</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Footpaths</source>
        <translation>步行路</translation>
    </message>
    <message>
        <source>no fix</source>
        <translation>无定位</translation>
    </message>
    <message>
        <source>Trails of a minute</source>
        <translation>一分钟轨迹</translation>
    </message>
    <message>
        <source>Guards</source>
        <translation>力量</translation>
    </message>
    <message>
        <source>Rentals</source>
        <translation>出租房</translation>
    </message>
    <message>
        <source>Elders alone</source>
        <translation>独居老人</translation>
    </message>
    <message>
        <source>{0} of {1} other detectors in alarm</source>
        <translation>其余 {1} 个烟感中 {0} 个报警</translation>
    </message>
    <message>
        <source>{0} other detectors normal</source>
        <translation>其余 {0} 个烟感正常</translation>
    </message>
    <message>
        <source>the other detector is in alarm too</source>
        <translation>另 1 个烟感也报警</translation>
    </message>
    <message>
        <source>the other detector is normal</source>
        <translation>另 1 个烟感正常</translation>
    </message>
    <message>
        <source>higher up</source>
        <translation>以上楼层</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0} {1} 人</translation>
    </message>
    <message>
        <source>Need help – {0}</source>
        <translation>需帮助 {0}</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>派警</translation>
    </message>
    <message>
        <source>Safety objects</source>
        <translation>安全设施</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>rentals {0}</source>
        <translation>出租 {0}</translation>
    </message>
    <message>
        <source>alone {0}</source>
        <translation>独居 {0}</translation>
    </message>
    <message>
        <source>Devices to look after</source>
        <translation>需检修的设备</translation>
    </message>
    <message>
        <source>Click: closer</source>
        <translation>单击：放大查看</translation>
    </message>
    <message>
        <source>never heard</source>
        <translation>从未上线</translation>
    </message>
    <message>
        <source>silent {0}</source>
        <translation>静默 {0}</translation>
    </message>
    <message>
        <source>{0} floors</source>
        <translation>{0} 层</translation>
    </message>
    <message>
        <source>1 floor</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>{0} homes</source>
        <translation>{0} 户</translation>
    </message>
    <message>
        <source>1 home</source>
        <translation>1 户</translation>
    </message>
    <message>
        <source>lives alone</source>
        <translation>独居</translation>
    </message>
    <message>
        <source>last sign of life {0}</source>
        <translation>最近动静 {0}</translation>
    </message>
    <message>
        <source>no sign of life yet</source>
        <translation>尚无动静</translation>
    </message>
    <message>
        <source>working</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>heard {0}</source>
        <translation>上报 {0}</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>looks {0}° · {1}° wide · {2}</source>
        <translation>朝向 {0}° · 视角 {1}° · {2}</translation>
    </message>
    <message>
        <source>fix {0} · ±{1} m</source>
        <translation>定位 {0} · ±{1} m</translation>
    </message>
    <message>
        <source>no fix: taken to be at the post</source>
        <translation>无定位：按驻点计</translation>
    </message>
    <message>
        <source>{0} buildings</source>
        <translation>{0} 栋</translation>
    </message>
    <message>
        <source>1 building</source>
        <translation>1 栋</translation>
    </message>
    <message>
        <source>level {0}</source>
        <translation>{0} 级</translation>
    </message>
    <message>
        <source>{0} ago</source>
        <translation>{0}前</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩 {0}</translation>
    </message>
    <message>
        <source>foot {0}</source>
        <translation>楼下 {0}</translation>
    </message>
    <message>
        <source>floor {0} {1}</source>
        <translation>{0}层 {1}</translation>
    </message>
    <message>
        <source>Floor {0}</source>
        <translation>{0}层</translation>
    </message>
    <message>
        <source>Waiting for the desk</source>
        <translation>等待值班台</translation>
    </message>
    <message>
        <source>The estate comes up in a few seconds.</source>
        <translation>数秒后显示小区。</translation>
    </message>
    <message>
        <source>Order and opacity…</source>
        <translation>顺序与不透明度…</translation>
    </message>
    <message>
        <source>Click: on or off · right click: order and opacity</source>
        <translation>单击：开关 · 右键：顺序与不透明度</translation>
    </message>
    <message>
        <source>{0} in sight or not filtered away, of {1}</source>
        <translation>视野内或未被筛掉 {0}，共 {1}</translation>
    </message>
    <message>
        <source>No map data yet</source>
        <translation>尚无地图数据</translation>
    </message>
    <message>
        <source>Import OpenStreetMap data or a buildings file, or start the sample estate.</source>
        <translation>请导入 OpenStreetMap 数据或楼栋文件，或启动示例小区。</translation>
    </message>
    <message>
        <source>Alarms that have ended</source>
        <translation>已结束的警情</translation>
    </message>
    <message>
        <source>Clusters from afar</source>
        <translation>远看聚合</translation>
    </message>
</context>
<context>
    <name>Measuring</name>
    <message>
        <source>The edges cross</source>
        <translation>边线相交</translation>
    </message>
    <message>
        <source>Click points on the map; Enter or a double click ends, Esc gives up</source>
        <translation>在地图上点选；回车或双击结束，Esc 放弃</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>en</source>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>OrderStages</name>
    <message>
        <source>leaving</source>
        <translation>即将发出</translation>
    </message>
    <message>
        <source>sent, no answer yet</source>
        <translation>已派，未签收</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已签收</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>已出警</translation>
    </message>
    <message>
        <source>on scene</source>
        <translation>已到场</translation>
    </message>
    <message>
        <source>fed back</source>
        <translation>已反馈</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>已退单</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>stood down</source>
        <translation>已解除</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>The overview is folded away</source>
        <translation>鹰眼图已收起</translation>
    </message>
    <message>
        <source>The overview comes as soon as a part of the map is out of sight</source>
        <translation>鹰眼图已打开，地图有一部分不在视野内时自动出现</translation>
    </message>
    <message>
        <source>The overview is on, but the map is too small for it here</source>
        <translation>鹰眼图已打开，但这里的地图太小，放不下</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>鹰眼图</translation>
    </message>
    <message>
        <source>Fold the overview away (O)</source>
        <translation>收起鹰眼图（O）</translation>
    </message>
    <message>
        <source>Show the overview (O)</source>
        <translation>打开鹰眼图（O）</translation>
    </message>
</context>
<context>
    <name>PersonRow</name>
    <message>
        <source>Why? Choose a reason first</source>
        <translation>请先选择查看事由</translation>
    </message>
    <message>
        <source>Hold to show</source>
        <translation>按住查看</translation>
    </message>
    <message>
        <source>Reason?</source>
        <translation>事由？</translation>
    </message>
    <message>
        <source>Shown while you hold, at most 30 seconds; who looked and why is logged</source>
        <translation>按住期间显示，最长 30 秒；查看人和事由会被记录</translation>
    </message>
</context>
<context>
    <name>PictureOut</name>
    <message>
        <source>the picture cannot be made into a {kind} file</source>
        <translation>无法生成 {kind} 格式的图片</translation>
    </message>
    <message>
        <source>There is no map yet: the desk has not sent its picture</source>
        <translation>还没有地图：值班台尚未送来画面</translation>
    </message>
    <message>
        <source>The map is in the clipboard as a picture</source>
        <translation>地图图片已复制到剪贴板</translation>
    </message>
    <message>
        <source>Save the map as a picture</source>
        <translation>将地图保存为图片</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Not saved ({why}), nothing is lost: choose another place or kind</source>
        <translation>未保存（{why}），图片没有丢失：请另选位置或格式</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>{a}, {b}</source>
        <translation>{a}{b}</translation>
    </message>
    <message>
        <source>floor {n}</source>
        <translation>{n}层</translation>
    </message>
    <message>
        <source>outdoors</source>
        <translation>室外</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>{n} homes &lt; 2h</source>
        <translation>{n} 户 &lt; 2h</translation>
    </message>
    <message>
        <source>1 home &lt; 2h</source>
        <translation>1 户 &lt; 2h</translation>
    </message>
    <message>
        <source>No alarms – {n} devices are watched</source>
        <translation>无警情 · {n} 台设备值守中</translation>
    </message>
    <message>
        <source>No alarms – 1 device is watched</source>
        <translation>无警情 · 1 台设备值守中</translation>
    </message>
    <message>
        <source>There are no devices in this station yet, so nothing can raise an alarm. See it live with invented ones: sandtable demo --on STATION.db. Incidents can be reported already: type an address above.</source>
        <translation>本站尚无设备，不会有自动预警。想看活的沙盘，可在此图上运行虚拟设备：sandtable demo --on STATION.db。警情现在即可登记：在上方输入地址。</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 起待看</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>警情</translation>
    </message>
    <message>
        <source>Silence clock</source>
        <translation>静默倒计时</translation>
    </message>
    <message>
        <source>Your role sees no devices and no alarms</source>
        <translation>您的角色看不到设备和警情</translation>
    </message>
    <message>
        <source>Your role does not see who lives alone</source>
        <translation>您的角色看不到独居老人信息</translation>
    </message>
    <message>
        <source>No elder living alone has been heard from yet</source>
        <translation>尚无独居老人的动静</translation>
    </message>
    <message>
        <source>Go to the next alarm that waits (N)</source>
        <translation>前往下一起待看警情（N）</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>User or password is not right</source>
        <translation>用户名或密码不正确</translation>
    </message>
    <message>
        <source>This desk was started by another user of this machine</source>
        <translation>值班台由本机其他用户启动</translation>
    </message>
    <message>
        <source>This station has no users yet</source>
        <translation>本站尚无用户</translation>
    </message>
    <message>
        <source>This station already has an administrator: sign in as one of its users</source>
        <translation>本站已有管理员：请以已有用户登录</translation>
    </message>
    <message>
        <source>This station has no users yet: make the first one on the station&apos;s own machine</source>
        <translation>本站尚无用户：请在本站主机上建立首个管理员</translation>
    </message>
    <message>
        <source>The password is too short or too common</source>
        <translation>密码过短或过于常见</translation>
    </message>
    <message>
        <source>The demo operator may sit at a sample estate only</source>
        <translation>演示值班员只能用于示例小区</translation>
    </message>
    <message>
        <source>This window is older than the desk: update it</source>
        <translation>窗口版本低于值班台：请更新窗口</translation>
    </message>
    <message>
        <source>This window is newer than the desk: update the desk</source>
        <translation>窗口版本高于值班台：请更新值班台</translation>
    </message>
    <message>
        <source>This station lets windows in over TLS only</source>
        <translation>本站只接受 TLS 连接</translation>
    </message>
    <message>
        <source>The desk did not let this window in ({code})</source>
        <translation>值班台未接受本窗口（{code}）</translation>
    </message>
</context>
<context>
    <name>Replies</name>
    <message>
        <source>Your role may not do this; the attempt is logged</source>
        <translation>您的角色无此权限；本次操作已记录</translation>
    </message>
    <message>
        <source>This lies outside your grids or communities</source>
        <translation>不在您的网格或小区范围内</translation>
    </message>
    <message>
        <source>This alarm is not on the desk any more</source>
        <translation>该警情已不在值班台</translation>
    </message>
    <message>
        <source>This order is not on the desk any more</source>
        <translation>该派警已不在值班台</translation>
    </message>
    <message>
        <source>{responder} is not in the register</source>
        <translation>{responder} 不在名册中</translation>
    </message>
    <message>
        <source>This person is not in the register</source>
        <translation>名册中无此人</translation>
    </message>
    <message>
        <source>This place is not in the register: choose a building or a home</source>
        <translation>名册中无此地点：请选择楼栋或住户</translation>
    </message>
    <message>
        <source>Not possible now: {stage}. Somebody else may have been quicker</source>
        <translation>当前状态为“{stage}”，无法执行；可能他人已先处理</translation>
    </message>
    <message>
        <source>Nobody is ticked</source>
        <translation>未勾选任何人</translation>
    </message>
    <message>
        <source>{responder} is off duty; nobody was sent</source>
        <translation>{responder} 不在岗；未派出任何人</translation>
    </message>
    <message>
        <source>{responder} is on the way already; nobody else was sent</source>
        <translation>{responder} 已在途；未派出其他人</translation>
    </message>
    <message>
        <source>{responder}: {class} not for this kind; nobody was sent</source>
        <translation>{responder}：{class}不适合此类警情；未派出任何人</translation>
    </message>
    <message>
        <source>{responder}: {class} not above the ground; nobody was sent</source>
        <translation>{responder}：{class}不得上楼；未派出任何人</translation>
    </message>
    <message>
        <source>Officers needed: {count} at least; nobody was sent</source>
        <translation>至少需 {count} 名民警；未派出任何人</translation>
    </message>
    <message>
        <source>Only a supervisor may send against the matrix</source>
        <translation>只有所领导可越权派出</translation>
    </message>
    <message>
        <source>This reason is not on the list; nothing has changed</source>
        <translation>事由不在列表中；未作更改</translation>
    </message>
    <message>
        <source>A reason is needed; nothing has changed</source>
        <translation>需填写事由；未作更改</translation>
    </message>
    <message>
        <source>An alarm can be shelved for one minute to one day</source>
        <translation>挂起时长为一分钟至一天</translation>
    </message>
    <message>
        <source>There is no such field</source>
        <translation>无此字段</translation>
    </message>
    <message>
        <source>An alarm is no duplicate of itself</source>
        <translation>警情不能与自身重复</translation>
    </message>
    <message>
        <source>This camera is not in the register</source>
        <translation>登记表中没有此相机</translation>
    </message>
    <message>
        <source>A watcher&apos;s name has 1 to 64 letters, digits, dots, dashes or underscores; no camera was given to it</source>
        <translation>监看端名称须为 1 至 64 位字母、数字、点、短横或下划线；未分配任何相机</translation>
    </message>
    <message>
        <source>A zone needs three corners or more inside the picture; nothing was changed</source>
        <translation>区域至少要三个点且都在画面内；未作任何更改</translation>
    </message>
    <message>
        <source>Contacts are for whoever has taken the alarm: {owner}</source>
        <translation>仅接警人可看联系人：{owner}</translation>
    </message>
    <message>
        <source>This alarm is about no person</source>
        <translation>该警情不涉及具体人员</translation>
    </message>
    <message>
        <source>That alarm has ended</source>
        <translation>该警情已结束</translation>
    </message>
    <message>
        <source>This person was erased; nothing is left to show</source>
        <translation>该人员信息已清除，无可显示</translation>
    </message>
    <message>
        <source>Type at least one character</source>
        <translation>请至少输入一个字</translation>
    </message>
    <message>
        <source>This desk is older than the window and does not know this</source>
        <translation>值班台版本较低，不支持此操作</translation>
    </message>
    <message>
        <source>The ledger could not be read; nothing has changed, try again</source>
        <translation>台账读取失败；未作更改，请重试</translation>
    </message>
    <message>
        <source>No line to the desk: nothing was sent. Try again when it is back</source>
        <translation>与值班台断开：未发出任何指令，恢复后请重试</translation>
    </message>
    <message>
        <source>The line broke: whether it was done shows when it is back</source>
        <translation>连接中断：是否已执行待恢复后显示</translation>
    </message>
    <message>
        <source>The desk refused this ({code}); nothing has changed</source>
        <translation>值班台未执行（{code}）；未作任何更改</translation>
    </message>
    <message>
        <source>This is not drawn any more, or never was; nothing was changed</source>
        <translation>这一图形已不在图上，或从未画过；未作任何更改</translation>
    </message>
    <message>
        <source>{user} has changed this meanwhile; your points are still in your hand: look at it, then save again</source>
        <translation>{user} 刚刚改过它；您画的点仍在手中：请看过现状后再保存</translation>
    </message>
    <message>
        <source>Somebody has taken this away meanwhile; your points are still in your hand: save again to draw it anew</source>
        <translation>它刚刚被别人删去；您画的点仍在手中：再次保存即重新画上</translation>
    </message>
    <message>
        <source>Give it a name, then save again; your points are still there</source>
        <translation>请填写名称后再保存；您画的点仍在</translation>
    </message>
    <message>
        <source>It takes {least} to {most} points; draw on, then save again</source>
        <translation>需要 {least} 至 {most} 个点；请继续画，然后再保存</translation>
    </message>
    <message>
        <source>Its edges cross each other: move a point so that they do not, then save again</source>
        <translation>边线相互交叉：请移动其中一点使其不再交叉，然后再保存</translation>
    </message>
    <message>
        <source>It is smaller than {square_metres} m²: move its points apart, then save again</source>
        <translation>面积不足 {square_metres} m²：请把点拉开，然后再保存</translation>
    </message>
    <message>
        <source>It is shorter than {metres}: add points, then save again</source>
        <translation>长度不足 {metres}：请增加点，然后再保存</translation>
    </message>
    <message>
        <source>It reaches more than 100 m out of the estate: move its points back in, then save again</source>
        <translation>超出小区范围 100 米以上：请把点移回，然后再保存</translation>
    </message>
    <message>
        <source>It reaches out of your grids: move its points back in, then save again</source>
        <translation>超出您的网格：请把点移回，然后再保存</translation>
    </message>
    <message>
        <source>It lies over the grid {grid}: move its points back, or change that one first</source>
        <translation>与网格 {grid} 重叠：请把点移回，或先修改该网格</translation>
    </message>
    <message>
        <source>{building} would change hands, and with it who sees its residents: leave it in the grid {grid}</source>
        <translation>{building} 会因此改属，谁能看到其住户也随之改变：请把它留在网格 {grid} 内</translation>
    </message>
    <message>
        <source>It begins more than 15 m from its camera: draw it from where the camera stands, then save again</source>
        <translation>起点距摄像机超过 15 米：请从摄像机所在处画起，然后再保存</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Handled on the spot</source>
        <translation>现场处置完毕</translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Person is well</source>
        <translation>人员平安</translation>
    </message>
    <message>
        <source>Taken to hospital</source>
        <translation>已送医</translation>
    </message>
    <message>
        <source>Checked and registered</source>
        <translation>已核对登记</translation>
    </message>
    <message>
        <source>Nobody there</source>
        <translation>现场无人</translation>
    </message>
    <message>
        <source>Repaired</source>
        <translation>已修复</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已移交</translation>
    </message>
</context>
<context>
    <name>RevealReasons</name>
    <message>
        <source>Alarm being handled</source>
        <translation>处置警情</translation>
    </message>
    <message>
        <source>Danger to life</source>
        <translation>生命危险</translation>
    </message>
    <message>
        <source>Visit planned</source>
        <translation>计划走访</translation>
    </message>
    <message>
        <source>The resident asked</source>
        <translation>本人要求</translation>
    </message>
    <message>
        <source>Checking the registration</source>
        <translation>核对登记</translation>
    </message>
</context>
<context>
    <name>Revealed</name>
    <message>
        <source>Nothing is on file</source>
        <translation>档案无记录</translation>
    </message>
    <message>
        <source>masked again in {n} s · this look is logged</source>
        <translation>{n} 秒后脱敏 · 本次查看已记录</translation>
    </message>
</context>
<context>
    <name>Rings</name>
    <message>
        <source>no ring</source>
        <translation>不属防护圈</translation>
    </message>
    <message>
        <source>outer ring</source>
        <translation>外圈</translation>
    </message>
    <message>
        <source>middle ring</source>
        <translation>中圈</translation>
    </message>
    <message>
        <source>inner ring</source>
        <translation>内圈</translation>
    </message>
</context>
<context>
    <name>RowsPage</name>
    <message>
        <source>Asking the desk…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>{n} rows, newest first</source>
        <translation>共 {n} 条，最新在前</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>共 1 条</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已执行</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Message (redacted)</source>
        <translation>消息（已脱敏）</translation>
    </message>
</context>
<context>
    <name>Safety</name>
    <message>
        <source>hydrant</source>
        <translation>消火栓</translation>
    </message>
    <message>
        <source>AED</source>
        <translation>AED</translation>
    </message>
    <message>
        <source>riser</source>
        <translation>消防立管</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>电梯</translation>
    </message>
    <message>
        <source>gas valve</source>
        <translation>燃气阀</translation>
    </message>
    <message>
        <source>fire lane</source>
        <translation>消防通道</translation>
    </message>
</context>
<context>
    <name>Selecting</name>
    <message>
        <source>Buildings</source>
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像机</translation>
    </message>
    <message>
        <source>As of {time}; Esc clears</source>
        <translation>截至 {time};Esc 清除</translation>
    </message>
    <message>
        <source>Nothing here: no building, camera, device or responder on duty. Esc clears</source>
        <translation>范围内没有楼栋、摄像机、设备或在岗力量。Esc 清除</translation>
    </message>
    <message>
        <source>Inside the band</source>
        <translation>框选范围</translation>
    </message>
</context>
<context>
    <name>ShelveReasons</name>
    <message>
        <source>Waiting for a repair</source>
        <translation>等待维修</translation>
    </message>
    <message>
        <source>Waiting for a call back</source>
        <translation>等待回电</translation>
    </message>
    <message>
        <source>Visit is booked</source>
        <translation>已约上门</translation>
    </message>
    <message>
        <source>Absence is known</source>
        <translation>已知外出</translation>
    </message>
    <message>
        <source>Other reason</source>
        <translation>其他原因</translation>
    </message>
</context>
<context>
    <name>SilenceClock</name>
    <message>
        <source>over by {time}</source>
        <translation>超 {time}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩 {time}</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>to be acknowledged</source>
        <translation>待接警</translation>
    </message>
    <message>
        <source>to acknowledge</source>
        <translation>待接警</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已接警</translation>
    </message>
    <message>
        <source>dispatched</source>
        <translation>已派警</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已签收</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>已出警</translation>
    </message>
    <message>
        <source>on scene</source>
        <translation>已到场</translation>
    </message>
    <message>
        <source>fed back</source>
        <translation>已反馈</translation>
    </message>
    <message>
        <source>shelved</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已结警</translation>
    </message>
    <message>
        <source>false alarm</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>重复警情</translation>
    </message>
</context>
<context>
    <name>StaleBand</name>
    <message>
        <source>NO LINE TO THE DESK for {age} – this picture is old</source>
        <translation>与值班台断线 {age} · 画面为断线前情形</translation>
    </message>
    <message>
        <source>THE LEDGER CANNOT WRITE for {age} – {why}</source>
        <translation>台账写入受阻 {age} · {why}</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>关</translation>
    </message>
    <message>
        <source>in alarm</source>
        <translation>报警中</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁</translation>
    </message>
    <message>
        <source>unlocked</source>
        <translation>未锁</translation>
    </message>
    <message>
        <source>was opened</source>
        <translation>曾开启</translation>
    </message>
    <message>
        <source>let someone through</source>
        <translation>有人通过</translation>
    </message>
    <message>
        <source>refused someone</source>
        <translation>曾拒绝通行</translation>
    </message>
    <message>
        <source>pressed</source>
        <translation>已按下</translation>
    </message>
    <message>
        <source>picture live</source>
        <translation>画面正常</translation>
    </message>
    <message>
        <source>picture frozen</source>
        <translation>画面冻结</translation>
    </message>
    <message>
        <source>picture lost</source>
        <translation>画面丢失</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Messages from devices a second, and the age of the last one</source>
        <translation>每秒设备消息数，及末条距今</translation>
    </message>
    <message>
        <source>Messages in the ledger since the desk started</source>
        <translation>值班台启动以来入库消息</translation>
    </message>
    <message>
        <source>Messages and orders that are not yet committed or sent</source>
        <translation>尚未入库或发出的消息和指令</translation>
    </message>
    <message>
        <source>Messages that could not be read since the desk started; kept, an administrator sees why</source>
        <translation>值班台启动以来无法识别的消息；均已留存，管理员可查看原因</translation>
    </message>
    <message>
        <source>Waiting for the desk</source>
        <translation>等待值班台</translation>
    </message>
    <message>
        <source>Stored {n}</source>
        <translation>已存 {n}</translation>
    </message>
    <message>
        <source>Outbox {n}</source>
        <translation>待发 {n}</translation>
    </message>
    <message>
        <source>Refused {n}</source>
        <translation>拒收 {n}</translation>
    </message>
    <message>
        <source>Device link down</source>
        <translation>设备链路中断</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Messages {n}/s · last {age}</source>
        <translation>消息 {n}/s · 末条 {age}前</translation>
    </message>
    <message>
        <source>No line to the desk: what you see is as old as its times; it is tried again by itself</source>
        <translation>与值班台断开：画面停在各自标注的时刻，正在自动重连</translation>
    </message>
    <message>
        <source>The ledger cannot write – {fault}. Nothing is lost yet, messages wait.</source>
        <translation>台账写入受阻：{fault}。数据未丢，消息排队中</translation>
    </message>
</context>
<context>
    <name>SymbologyPage</name>
    <message>
        <source>Order and opacity of the layers</source>
        <translation>图层顺序与不透明度</translation>
    </message>
    <message>
        <source>What stands higher here is drawn over what stands lower. It is kept for this seat.</source>
        <translation>排在上面的图层盖住下面的。设置按席位保存。</translation>
    </message>
    <message>
        <source>Alarms and orders</source>
        <translation>警情与派警</translation>
    </message>
    <message>
        <source>always on top, never faint</source>
        <translation>始终在最上层，不能调淡</translation>
    </message>
    <message>
        <source>Lights of homes, part of the buildings</source>
        <translation>住户窗灯（画在楼上）</translation>
    </message>
    <message>
        <source>Put everything back</source>
        <translation>全部恢复默认</translation>
    </message>
</context>
<context>
    <name>Tenures</name>
    <message>
        <source>owner-occupied</source>
        <translation>自住</translation>
    </message>
    <message>
        <source>rental</source>
        <translation>出租房</translation>
    </message>
    <message>
        <source>group rental</source>
        <translation>群租房</translation>
    </message>
    <message>
        <source>vacant</source>
        <translation>空置</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>TimeRow</name>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Last 60 minutes</source>
        <translation>最近 60 分钟</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>The station’s time, {zone}</source>
        <translation>本站时间，{zone}</translation>
    </message>
    <message>
        <source>Find anything…  3-2-502</source>
        <translation>找楼栋、住户、力量…  3d2dy502</translation>
    </message>
    <message>
        <source>Find or do anything (Ctrl+K)</source>
        <translation>查找或执行任何操作（Ctrl+K）</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单（F10）</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Sample estate: nobody here is real and no order reaches a real person</source>
        <translation>示例小区：人员均为虚构，指令不会到达真人</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Day shift</source>
        <translation>白班</translation>
    </message>
    <message>
        <source>Night shift</source>
        <translation>夜班</translation>
    </message>
    <message>
        <source>Devices {n}/{m}</source>
        <translation>设备 {n}/{m}</translation>
    </message>
    <message>
        <source>Devices that are well, of all; trackers are not counted here</source>
        <translation>正常设备数 / 总数（不含定位终端）</translation>
    </message>
    <message>
        <source>Video {n}/{m}</source>
        <translation>视频 {n}/{m}</translation>
    </message>
    <message>
        <source>Cameras that report, of all</source>
        <translation>在线摄像机 / 总数</translation>
    </message>
</context>
<context>
    <name>Verbs</name>
    <message>
        <source>Raised</source>
        <translation>预警</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>接警</translation>
    </message>
    <message>
        <source>Dispatched</source>
        <translation>派警</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>On the way</source>
        <translation>出警</translation>
    </message>
    <message>
        <source>On scene</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>结警</translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>重复警情</translation>
    </message>
    <message>
        <source>Shelved</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Taken up again</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Stood down</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Elders living alone</source>
        <translation>独居老人</translation>
    </message>
    <message>
        <source>Rentals</source>
        <translation>出租房</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>No open alarm</source>
        <translation>无未结警情</translation>
    </message>
    <message>
        <source>Not known: {text}</source>
        <translation>尚不清楚：{text}</translation>
    </message>
    <message>
        <source>Also open</source>
        <translation>其他未结警情</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>另有 {n} 起</translation>
    </message>
    <message>
        <source>Size of the wall</source>
        <translation>大屏尺寸</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Width of the wall</source>
        <translation>大屏宽度</translation>
    </message>
    <message>
        <source>Distance of the farthest reader</source>
        <translation>最远观看距离</translation>
    </message>
    <message>
        <source>The smallest type is {px} px on {width} px: 16 arc-minutes at that distance.</source>
        <translation>最小字号为 {px} 像素（屏宽 {width} 像素），在该距离上为 16 角分。</translation>
    </message>
    <message>
        <source>The wall&apos;s screen is gone, and so is the wall: Shift+W opens it again</source>
        <translation>大屏所在的屏幕已断开，大屏已关闭；按 Shift+W 可重新打开</translation>
    </message>
    <message>
        <source>Sandtable · wall</source>
        <translation>数字沙盘 · 大屏</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>No picture source is set up for this camera</source>
        <translation>此相机未配置视频源</translation>
    </message>
    <message>
        <source>Another seat watches this camera</source>
        <translation>此相机由其他席位值守</translation>
    </message>
</context>
<context>
    <name>Wiring</name>
    <message>
        <source>No sound device: alarms are silent here</source>
        <translation>无声音设备：本席位警情不响铃</translation>
    </message>
    <message>
        <source>Who did what</source>
        <translation>操作审计</translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation>隔离消息</translation>
    </message>
    <message>
        <source>Sound is off at this seat</source>
        <translation>本席位声音已关</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Sandtable</source>
        <translation>数字沙盘</translation>
    </message>
</context>
</TS>
